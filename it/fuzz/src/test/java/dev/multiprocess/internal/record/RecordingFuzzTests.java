package dev.multiprocess.internal.record;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.multiprocess.corpus.Corpus;
import dev.multiprocess.internal.recorder.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child of a crash test leaves as the recording of its file operations. */
class RecordingFuzzTests {

    @TempDir
    static Path empty;

    /** The checksums are right: bytes that were damaged end the recording, and are no input of what comes after it. */
    @FuzzTest
    void recording(byte[] input) throws IOException {
        try {
            List<Operation> operations = RecordingReader.read(ByteBuffer.wrap(withChecksums(input)));
            Rebuild rebuild = Rebuild.of(empty, operations);
            for (int i = 0; i <= operations.size(); i++) {
                Rebuild.Point point = new Rebuild.Point(i, 0);
                for (Rebuild.Loss loss : Rebuild.Loss.values()) {
                    rebuild.lost(point, loss, 1);
                }
            }
            rebuild.lostByFailedForces();
        } catch (IOException | IllegalStateException e) {
            // It says what is wrong.
        }
    }

    /** Each entry is given as its length in two bytes, and its body. */
    private static byte[] withChecksums(byte[] input) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(LogFormat.MAGIC);
        ByteBuffer in = ByteBuffer.wrap(input);
        while (in.remaining() > Short.BYTES) {
            byte[] body = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
            in.get(body);
            CRC32 crc = new CRC32();
            crc.update(body);
            out.writeLong(body.length);
            out.write(body);
            out.writeInt((int) crc.getValue());
        }
        return bytes.toByteArray();
    }

    @Test
    void seeds_areWhatTheAgentWrites() throws IOException {
        Corpus.check(
                RecordingFuzzTests.class,
                "recording",
                Map.of(
                        "file",
                        join(
                                entry(LogFormat.OPEN, out -> {
                                    out.writeInt(1);
                                    text(out, "a");
                                    out.writeInt(LogFormat.CREATE | LogFormat.WRITE_ONLY);
                                }),
                                entry(LogFormat.WRITE, out -> {
                                    out.writeInt(1);
                                    out.writeLong(0);
                                    out.writeBytes("some bytes");
                                }),
                                entry(LogFormat.TRUNCATE, out -> {
                                    out.writeInt(1);
                                    out.writeLong(4);
                                }),
                                entry(LogFormat.FORCE, out -> {
                                    out.writeInt(1);
                                    text(out, "a");
                                })),
                        "names",
                        join(
                                entry(LogFormat.MAKE_DIRECTORY, out -> text(out, "d")),
                                entry(LogFormat.MOVE_IN, out -> {
                                    text(out, "d/a");
                                    out.writeBytes("bytes");
                                }),
                                entry(LogFormat.RENAME, out -> {
                                    text(out, "d");
                                    text(out, "e");
                                }),
                                entry(LogFormat.LINK, out -> {
                                    text(out, "e/a");
                                    text(out, "b");
                                }),
                                entry(LogFormat.SYMBOLIC_LINK, out -> {
                                    text(out, "b");
                                    text(out, "c");
                                }),
                                entry(LogFormat.DELETE, out -> text(out, "b")),
                                entry(LogFormat.FORCE, out -> {
                                    out.writeInt(0);
                                    text(out, "");
                                })),
                        "others",
                        join(
                                entry(LogFormat.NOTE, out -> out.writeBytes("p")),
                                entry(LogFormat.FAILED, out -> {
                                    out.writeInt(LogFormat.FORCE);
                                    text(out, "");
                                }),
                                entry(LogFormat.UNKNOWN, out -> text(out, "a reason")))));
    }

    /** What a kind needs. */
    private interface Body {

        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] entry(byte kind, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(kind);
        out.writeLong(1);
        text(out, "main");
        text(out, "A.a(A.java:1)");
        body.write(out);
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] join(byte[]... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (byte[] entry : entries) {
            out.writeShort(entry.length);
            out.write(entry);
        }
        return bytes.toByteArray();
    }
}
