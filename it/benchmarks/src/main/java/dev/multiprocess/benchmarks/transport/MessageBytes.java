package dev.multiprocess.benchmarks.transport;

import dev.multiprocess.internal.serial.ObjectCodec;
import java.util.List;

/** Messages as bytes, by the serializer of this library and in its set-up, for peers that carry nothing else. */
final class MessageBytes {

    private static final int MOST = 64 << 20;

    private final ObjectCodec serializer = new ObjectCodec(
            List.of(),
            handle -> {
                throw new IllegalStateException("no message has a handle: " + handle);
            },
            MessageBytes.class.getClassLoader(),
            MOST);

    byte[] of(Object message) {
        return serializer.write(message, "message");
    }

    Object read(byte[] bytes) {
        return serializer.read(bytes);
    }
}
