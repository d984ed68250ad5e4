package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueStatistics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** The bytes of a queue's ledger on a pipe. */
public final class Statistics {

    private Statistics() {}

    public static ByteBuffer encode(QueueStatistics statistics) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(statistics.put());
            out.writeLong(statistics.taken());
            out.writeLong(statistics.givenToDead());
            out.writeLong(statistics.removed());
            out.writeInt(statistics.size());
            out.writeInt(statistics.inFlight());
            out.writeLong(statistics.bytes());
            write(out, statistics.putBy());
            write(out, statistics.takenBy());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    static QueueStatistics decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new QueueStatistics(
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readInt(),
                    in.readInt(),
                    in.readLong(),
                    read(in),
                    read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, Map<String, Long> counts) throws IOException {
        out.writeInt(counts.size());
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            out.writeUTF(count.getKey());
            out.writeLong(count.getValue());
        }
    }

    private static Map<String, Long> read(DataInputStream in) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            counts.put(in.readUTF(), in.readLong());
        }
        return Map.copyOf(counts);
    }
}
