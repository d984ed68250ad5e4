package dev.multiprocess.internal.recorder;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes entries, each of which is in the page cache when {@link #end} returns. Not for several threads. */
final class LogWriter {

    private static final int CHUNK = 64 * 1024;

    private final FileOutputStream out;
    private final CRC32 crc = new CRC32();
    private byte[] buffer = new byte[CHUNK + 1024];
    private int filled;

    LogWriter(String path) throws IOException {
        out = new FileOutputStream(path);
        word(LogFormat.MAGIC);
        flush();
    }

    /** Begins an entry, whose parts follow in the order that its kind says. */
    void begin(int kind, long number, String thread, String frame) {
        filled = Long.BYTES;
        buffer[filled++] = (byte) kind;
        word(number);
        text(thread);
        text(frame);
    }

    void number(int value) {
        ensure(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            buffer[filled++] = (byte) (value >>> shift);
        }
    }

    void word(long value) {
        number((int) (value >>> 32));
        number((int) value);
    }

    void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, filled, bytes.length);
        filled += bytes.length;
    }

    private void ensure(int more) {
        if (filled + more > buffer.length) {
            byte[] larger = new byte[(filled + more) * 2];
            System.arraycopy(buffer, 0, larger, 0, filled);
            buffer = larger;
        }
    }

    void end() throws IOException {
        end(null, 0);
    }

    /** Ends an entry with bytes. */
    void end(Data data, long length) throws IOException {
        int end = filled;
        filled = 0;
        word(end - Long.BYTES + length);
        filled = end;
        crc.reset();
        crc.update(buffer, Long.BYTES, filled - Long.BYTES);
        byte[] chunk = length == 0 ? null : new byte[(int) Math.min(CHUNK, length)];
        for (long done = 0; done < length; done += chunk.length) {
            int part = (int) Math.min(chunk.length, length - done);
            data.read(done, chunk, part);
            crc.update(chunk, 0, part);
            if (filled + part > buffer.length) {
                flush();
                ensure(part);
            }
            System.arraycopy(chunk, 0, buffer, filled, part);
            filled += part;
        }
        number((int) crc.getValue());
        flush();
    }

    private void flush() throws IOException {
        out.write(buffer, 0, filled);
        filled = 0;
    }
}
