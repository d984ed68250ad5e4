package dev.multiprocess.internal.ring;

import java.io.IOException;

/** The side of a queue where elements are put; not thread-safe. */
final class RingWriter extends RingSide {

    private long position;

    RingWriter(QueueMemory memory) {
        super(memory);
    }

    /**
     * Puts an element, unless the queue is full or closed.
     *
     * @param word says where its bytes are, which must be there already
     * @param capacity the most elements in the queue
     * @throws IOException if there is no room for more slots; nothing was put
     */
    PutOutcome put(long word, long capacity) throws IOException {
        long free = tail;
        while (true) {
            Segment slots = segments.at(free);
            if (slots == null) {
                free = findTail();
                continue;
            }
            long there = slots.put(free);
            if (there == PutWord.CLOSED) {
                return PutOutcome.CLOSED;
            }
            if (there != 0) {
                free++;
                continue;
            }
            tail = free;
            if (free - head >= capacity) {
                long count = countBefore(free);
                if (count >= capacity) {
                    return PutOutcome.FULL;
                }
                if (count < 0) {
                    continue;
                }
            }
            if (free + 1 == slots.end) {
                segments.require(free + 1);
            }
            if (slots.put(free, word)) {
                position = free;
                tail = free + 1;
                if (isStride(tail)) {
                    memory.raiseTail(tail);
                }
                return PutOutcome.PUT;
            }
        }
    }

    /** Where the last element was put. */
    long position() {
        return position;
    }
}
