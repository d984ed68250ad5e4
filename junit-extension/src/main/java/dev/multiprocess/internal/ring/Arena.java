package dev.multiprocess.internal.ring;

import java.util.function.LongPredicate;

/** A file that one participant fills with the bytes of its elements, round and round. Not thread-safe. */
final class Arena implements AutoCloseable {

    final int number;
    final SharedFile file;

    private final LongFifo positions = new LongFifo();
    private final LongFifo ends = new LongFifo();

    /** Where the next bytes go, and where the oldest are that are still needed; equal if there are none. */
    private int next;

    private int oldest;

    Arena(int number, SharedFile file) {
        this.number = number;
        this.file = file;
    }

    /** Whether nothing in it is needed, as far as it was told. */
    boolean isEmpty() {
        return positions.isEmpty();
    }

    /** The slot of the oldest bytes. */
    long first() {
        return positions.first();
    }

    /** Finds room for so many bytes; -1 if there is none. */
    int find(int size) {
        if (positions.isEmpty()) {
            next = 0;
            oldest = 0;
            return size <= file.size() ? 0 : -1;
        }
        if (next > oldest) {
            return size <= file.size() - next ? next : size < oldest ? 0 : -1;
        }
        return size < oldest - next ? next : -1;
    }

    /** Says that bytes up to an end belong to a slot. */
    void commit(long position, int end) {
        next = end;
        positions.add(position);
        ends.add(end);
    }

    /** Gives up the oldest bytes for as long as nobody needs them; false if that was not so of any. */
    boolean reclaim(LongPredicate isDone) {
        boolean any = false;
        while (!positions.isEmpty() && isDone.test(positions.first())) {
            positions.remove();
            oldest = (int) ends.remove();
            any = true;
        }
        return any;
    }

    @Override
    public void close() {
        file.close();
    }
}
