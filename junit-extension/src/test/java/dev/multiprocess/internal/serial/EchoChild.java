package dev.multiprocess.internal.serial;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A child JVM that reads each message of a file and writes what it read into another. */
final class EchoChild {

    private EchoChild() {}

    /** @param arguments the file to read, the file to write */
    public static void main(String[] arguments) throws IOException {
        ObjectCodec serializer = SerializerTests.serializer();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(Path.of(arguments[0])));
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                Object value = serializer.read(in.readNBytes(in.readInt()));
                byte[] bytes = serializer.write(value, "message " + i);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }
    }
}
