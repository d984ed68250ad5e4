package dev.multiprocess.internal.link;

import dev.multiprocess.internal.wire.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a child is to do, and what it must know before it can read any object.
 *
 * @param childName its name
 * @param index its number in its group, from 0
 * @param customizers class names of the serialization customizers, in order
 * @param frameLimit the most bytes of one object
 * @param handedOver ids of the handles in the task
 * @param inherited state of the test JVM that the child takes over, in serialized parts
 * @param log id of the handle of the log of its test; empty if it is to write none
 * @param task a serialized {@link dev.multiprocess.ProcessTask}
 */
public record Job(
        String childName,
        int index,
        List<String> customizers,
        int frameLimit,
        List<String> handedOver,
        List<byte[]> inherited,
        String log,
        byte[] task) {

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(childName);
            out.writeInt(index);
            write(out, customizers);
            out.writeInt(frameLimit);
            write(out, handedOver);
            out.writeInt(inherited.size());
            for (byte[] part : inherited) {
                write(out, part);
            }
            out.writeUTF(log);
            write(out, task);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Job decode(byte[] bytes) throws ProtocolException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String childName = in.readUTF();
            int index = in.readInt();
            List<String> customizers = read(in);
            int frameLimit = in.readInt();
            List<String> handedOver = read(in);
            List<byte[]> inherited = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                inherited.add(readBytes(in));
            }
            return new Job(
                    childName, index, customizers, frameLimit, handedOver, inherited, in.readUTF(), readBytes(in));
        } catch (IOException e) {
            throw new ProtocolException("the job cannot be read: " + e);
        }
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        // A length is a claim.
        if (length < 0 || length > in.available()) {
            throw new EOFException(length + " bytes are announced, and " + in.available() + " are there");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static void write(DataOutputStream out, Collection<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> read(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
