package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SlotFile;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** The side of a queue where elements are put; not thread-safe. */
final class SlotAppender extends SlotCursor {

    private long position;

    /** Whether an element was put, and {@link #settle} has not followed. */
    private boolean unsettled;

    SlotAppender(QueueMemory memory) {
        super(memory);
    }

    /**
     * Puts an element, unless the queue is full or closed. If anything is thrown, it was not put.
     *
     * @param word says where its bytes are, which must be there already
     * @param capacity the most elements in the queue
     */
    PutOutcome put(long word, long capacity) {
        while (true) {
            long free = findTail();
            SlotFile slots = segments.at(free);
            if (slots == null) {
                continue;
            }
            if (slots.put(free) == PutWord.CLOSED) {
                return PutOutcome.CLOSED;
            }
            long count = countBefore(free, capacity);
            if (count >= capacity) {
                return PutOutcome.FULL;
            }
            if (count < 0) {
                continue;
            }
            if (free + 1 == slots.end && !hasSlotAt(free + 1)) {
                return PutOutcome.NO_ROOM;
            }
            if (slots.put(free, word)) {
                // Nothing from here on can fail.
                position = free;
                tail = free + 1;
                unsettled = true;
                return PutOutcome.PUT;
            }
        }
    }

    /** Whether the queue has that many elements now, and is not closed. */
    boolean isFull(long capacity) {
        long count;
        long free;
        do {
            free = findTail();
            count = countBefore(free, capacity);
        } while (count < 0);
        return count >= capacity && !isClosed();
    }

    private boolean hasSlotAt(long needed) {
        try {
            segments.require(needed);
            return true;
        } catch (IOException e) {
            System.getLogger(SlotAppender.class.getName())
                    .log(Level.WARNING, "a queue cannot grow in {0}: {1}", memory.folder(), e.toString());
            return false;
        }
    }

    /** Where the last element was put. */
    long position() {
        return position;
    }

    boolean isUnsettled() {
        return unsettled;
    }

    /** Moves the common tail now and then, after an element was put. */
    void settle() {
        if (isStride(position + 1)) {
            memory.raiseTail(position + 1);
        }
        unsettled = false;
    }
}
