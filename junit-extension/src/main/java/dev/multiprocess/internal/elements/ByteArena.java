package dev.multiprocess.internal.elements;

import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SharedFile;
import java.util.function.LongPredicate;

/**
 * A file that one participant fills with the bytes of its elements, round and round. Not thread-safe.
 *
 * <pre>
 *   0                        8             (16)
 *   +------------------------+-------------+------------- - -
 *   | units (24) | slot (40) | length (int)| bytes              padded to whole units
 *   +------------------------+-------------+------------- - -
 * </pre>
 *
 * <p>Instead of a slot it says that the room is claimed, and not yet put, or that it was given back.
 *
 * <p>The length is there only if it does not fit the slot, see {@link PutWord}. Units and slot are for the writer
 * alone: they are here, and not in its heap, so that waiting elements need no memory outside the budget.
 */
public final class ByteArena implements AutoCloseable {

    /** What comes before an element's length, or its bytes. */
    static final int HEADER_BYTES = Long.BYTES;

    private static final int SLOT_BITS = 40;
    private static final long SLOT = (1L << SLOT_BITS) - 1;

    /** In place of a slot: the element is not put yet, and will never be. */
    static final long CLAIMED = SLOT;

    static final long GIVEN_BACK = SLOT - 1;

    final int number;
    final SharedFile file;

    private final QueueMemory memory;

    /** Where the next bytes go, and where the oldest bytes still needed are; equal if there are none. */
    private int next;

    private int oldest;

    /** Where the elements put before the writer began again at 0 end. */
    private int lapEnd;

    private int elements;

    public ByteArena(QueueMemory memory, int number, SharedFile file) {
        this.memory = memory;
        this.number = number;
        this.file = file;
    }

    /** Whether nothing in it is needed, as far as it knows. */
    boolean isEmpty() {
        return elements == 0;
    }

    /** The slot of the oldest bytes. */
    long first() {
        return file.get(oldest) & SLOT;
    }

    /** Finds room for that many bytes; -1 if there is none. */
    int find(int size) {
        if (elements == 0) {
            next = 0;
            oldest = 0;
            return size <= file.size() ? 0 : -1;
        }
        if (next > oldest) {
            return size <= file.size() - next ? next : size < oldest ? 0 : -1;
        }
        return size < oldest - next ? next : -1;
    }

    /** Records that bytes belong to a slot. Even if this throws, that was recorded completely or not at all. */
    void commit(long slot, int start, int end) {
        file.set(start, (long) (end - start) / PutWord.UNIT_BYTES << SLOT_BITS | slot);
        if (start < next) {
            lapEnd = next;
        }
        next = end;
        elements++;
    }

    /** Records what has become of bytes that were claimed. */
    void settle(int start, long slot) {
        file.set(start, file.get(start) & ~SLOT | slot);
    }

    /** Releases the oldest bytes for as long as they are not needed; false if all were needed. */
    boolean reclaim(LongPredicate isDone) {
        boolean any = false;
        while (elements > 0 && isDone.test(first())) {
            giveUpFirst();
            any = true;
        }
        return any;
    }

    private void giveUpFirst() {
        long units = file.get(oldest) >>> SLOT_BITS;
        int limit = oldest < next ? next : lapEnd;
        if (units == 0 || units * PutWord.UNIT_BYTES > limit - oldest) {
            throw memory.damaged("an element in arena " + number + " has " + units + " units at " + oldest);
        }
        int end = oldest + (int) units * PutWord.UNIT_BYTES;
        oldest = elements > 1 && end == limit && limit != next ? 0 : end;
        elements--;
    }

    @Override
    public void close() {
        file.close();
    }
}
