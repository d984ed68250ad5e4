package dev.multiprocess.internal.queue;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * A small file, mapped by the test JVM and all its children, that says which of the elements a child holds it may still
 * give to its user, and which it has given.
 *
 * <p>One cell a child and queue, each on a cache line of its own:
 *
 * <pre>
 *   0             4             8                     16
 *   +-------------+-------------+---------------------+----
 *   | given (int) | limit (int) | call back (long)    | unused
 *   +-------------+-------------+---------------------+----
 * </pre>
 *
 * <p>The elements that were ever sent to the child are numbered; it has given those below {@code given} and may give
 * those below {@code limit}. The child raises {@code given} by compare-and-set before it hands an element to its user,
 * the test JVM moves {@code limit} by compare-and-set to take elements back; so an element is given once, and how far a
 * child had come is known to the element even after SIGKILL. A {@code call back} of 1 asks the child to send a frame
 * after each element it gives. Numbers wrap around; differences count.
 */
final class LeaseCells {

    private static final int CELL_BYTES = 64;
    private static final int CELLS = 4096;
    private static final int CALL_BACK = 8;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Mapping mapping;
    private final ByteBuffer map;
    private final BitSet used = new BitSet(CELLS);
    private boolean closed;

    private LeaseCells(Mapping mapping) {
        this.mapping = mapping;
        map = mapping.buffer();
    }

    /** Makes the file; all its bytes are written, so that a full disk shows here and not as SIGBUS later. */
    static LeaseCells create(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(CELLS * CELL_BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            return map(channel);
        }
    }

    static LeaseCells open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return map(channel);
        }
    }

    private static LeaseCells map(FileChannel channel) throws IOException {
        return new LeaseCells(Mapping.of(channel, (long) CELLS * CELL_BYTES));
    }

    /** Reserves a cell, with no element sent; only the test JVM does. */
    synchronized int reserve() {
        if (closed) {
            throw new IllegalStateException("the test JVM's run has ended");
        }
        int cell = used.nextClearBit(0);
        if (cell == CELLS) {
            throw new IllegalStateException("at most " + CELLS + " pairs of a live child and a queue are possible");
        }
        used.set(cell);
        LONG.setVolatile(map, at(cell), 0L);
        LONG.setVolatile(map, at(cell) + CALL_BACK, 0L);
        return cell;
    }

    synchronized void release(int cell) {
        used.clear(cell);
    }

    /** Gives the mapping back, unless somebody may still touch it. */
    synchronized void close() {
        if (!closed && used.isEmpty()) {
            closed = true;
            try {
                mapping.release().close();
            } catch (Exception e) {
                throw new IllegalStateException("the lease cells could not be given back", e);
            }
        }
    }

    /** Gives the next element if it may still be given; called by the child. */
    boolean give(int cell) {
        while (true) {
            long state = (long) LONG.getVolatile(map, at(cell));
            int given = given(state);
            int limit = limit(state);
            if (given - limit >= 0) {
                return false;
            }
            if (LONG.compareAndSet(map, at(cell), state, state(given + 1, limit))) {
                return true;
            }
        }
    }

    int given(int cell) {
        return given((long) LONG.getVolatile(map, at(cell)));
    }

    /** Lets the child give elements below a limit. */
    void extend(int cell, int limit) {
        long state;
        do {
            state = (long) LONG.getVolatile(map, at(cell));
        } while (!LONG.compareAndSet(map, at(cell), state, state(given(state), limit)));
    }

    /**
     * Takes back what has not been given.
     *
     * @param least elements below this number are left to the child
     * @return the new limit: elements from it on are the test JVM's again
     */
    int revoke(int cell, int least) {
        while (true) {
            long state = (long) LONG.getVolatile(map, at(cell));
            int given = given(state);
            int limit = given - least >= 0 ? given : least;
            if (LONG.compareAndSet(map, at(cell), state, state(given, limit))) {
                return limit;
            }
        }
    }

    void callBack(int cell, boolean wanted) {
        LONG.setVolatile(map, at(cell) + CALL_BACK, wanted ? 1L : 0L);
    }

    boolean wantsCallBack(int cell) {
        return (long) LONG.getVolatile(map, at(cell) + CALL_BACK) != 0;
    }

    private static int at(int cell) {
        return cell * CELL_BYTES;
    }

    private static long state(int given, int limit) {
        return Integer.toUnsignedLong(given) | (long) limit << 32;
    }

    private static int given(long state) {
        return (int) state;
    }

    private static int limit(long state) {
        return (int) (state >>> 32);
    }
}
