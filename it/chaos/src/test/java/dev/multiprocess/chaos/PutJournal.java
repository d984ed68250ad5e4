package dev.multiprocess.chaos;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What one process has put into one queue: how many puts have begun, and how many have returned. In a mapped file, so
 * that the kernel has every number from the moment at which it was set, whatever happens to the process.
 */
final class PutJournal {

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int BEGUN = 0;
    private static final int RETURNED = Long.BYTES;

    private final MappedByteBuffer file;

    PutJournal(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * Long.BYTES);
        }
    }

    /** Records that the next put is to bring the number of elements to this; fewer than before if one was refused. */
    void begin(long total) {
        LONG.setVolatile(file, BEGUN, total);
    }

    void returned(long total) {
        LONG.setVolatile(file, RETURNED, total);
    }

    /**
     * The numbers in a journal.
     *
     * @param begun more than that were never put
     * @param returned at least this many were put
     */
    record Totals(long begun, long returned) {

        /** Of a process that may have died before it had a journal. */
        static Totals read(Path path) throws IOException {
            if (!Files.exists(path) || Files.size(path) < 2 * Long.BYTES) {
                return new Totals(0, 0);
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.nativeOrder());
            return new Totals(bytes.getLong(BEGUN), bytes.getLong(RETURNED));
        }
    }
}
