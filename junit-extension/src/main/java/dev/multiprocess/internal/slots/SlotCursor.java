package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.memory.HeadWord;
import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SlotFile;
import dev.multiprocess.internal.memory.SlotFiles;

/**
 * A queue's slots as one side of it walks them. Not thread-safe.
 *
 * <p>Elements are put at the first slot without one, and taken from the first slot with one that is not taken; so those
 * in the queue are in one stretch from the head to the tail, with holes where the test JVM has removed one. Head and
 * tail are found by walking from positions that may be old: they only make the walk shorter, and a process that dies
 * without having advanced them harms no other. A queue is counted at one instant: the head is read, then the tail, then
 * the head again.
 */
abstract class SlotCursor implements AutoCloseable {

    /** Common positions advance at every 64th slot, so that this costs little and no walk is long. */
    private static final int STRIDE = 64;

    /** The head thaws within a microsecond, unless the test JVM stands still in between. */
    private static final long THAW_NANOS = 5_000_000_000L;

    final QueueMemory memory;
    final SlotFiles segments;

    /** Before the first free slot, or at it. */
    long tail;

    /** Before the head, or at it. */
    long head;

    /** What {@link #head} and {@link #holes} were computed from; 0 holds for an untouched queue. */
    private long knownHead;

    private long holes;

    SlotCursor(QueueMemory memory) {
        this.memory = memory;
        segments = new SlotFiles(memory);
    }

    static boolean isStride(long position) {
        return position % STRIDE == 0;
    }

    /** Finds the first free slot, or the one at which the queue was closed. */
    final long findTail() {
        long position = Math.max(tail, memory.tail());
        while (true) {
            SlotFile slots = segments.at(position);
            if (slots == null) {
                // It was recycled, so everything up to the head was put.
                position = headBehind(position);
            } else if (isFree(slots.put(position))) {
                tail = position;
                return position;
            } else {
                position++;
            }
        }
    }

    /** The head, which must be after a slot that was recycled. */
    final long headBehind(long recycled) {
        long position = HeadWord.position(memory.head());
        if (position <= recycled) {
            throw memory.damaged("slot " + recycled + " is gone, and the head is at " + position);
        }
        return position;
    }

    private static boolean isFree(long word) {
        return word == 0 || word == PutWord.CLOSED;
    }

    /**
     * Counts the elements before a slot, unless there are clearly fewer than a number.
     *
     * @param enough below it any number will do
     * @return no less than how many there were, and if it is enough exactly that; -1 as {@link #countBefore(long)}
     */
    final long countBefore(long free, long enough) {
        long most = free - head;
        return most < enough && most >= 0 ? most : countBefore(free);
    }

    /**
     * Counts the elements before a slot.
     *
     * @return how many there were at one instant at which the slot was the first free one; -1 if it is not any more
     */
    final long countBefore(long free) {
        while (true) {
            long word = thawedHead();
            if (word != knownHead || head < HeadWord.position(word)) {
                knownHead = word;
                head = HeadWord.position(word);
                holes = HeadWord.holes(word);
            }
            walkToHead(free);
            SlotFile last = segments.at(free);
            if (last == null || !isFree(last.put(free))) {
                return -1;
            }
            SlotFile first = segments.at(head);
            boolean found = first != null && first.taken(head) == 0;
            if (memory.head() != word) {
                continue;
            }
            if (found && holes >= 0 && holes <= free - head) {
                return free - head - holes;
            }
            // The head may have been taken just now; but it is never gone, nor after a slot that is free.
            if (found || first == null || head >= free && isFree(last.put(free))) {
                throw memory.damaged("slot " + free + " is free, and the head with " + holes + " holes is at " + head);
            }
        }
    }

    private void walkToHead(long free) {
        SlotFile slots = segments.at(head);
        while (head < free && slots != null && slots.taken(head) != 0) {
            holes -= slots.taken(head) == SlotFile.REMOVED ? 1 : 0;
            head++;
            slots = segments.at(head);
        }
    }

    /** Counts the elements in the queue, exactly. */
    final long count() {
        long count;
        do {
            count = countBefore(findTail());
        } while (count < 0);
        return count;
    }

    final boolean isClosed() {
        long position = findTail();
        SlotFile slots = segments.at(position);
        return slots != null && slots.put(position) == PutWord.CLOSED;
    }

    /** Advances the common head past what was taken. */
    final void advanceHead() {
        while (true) {
            long word = thawedHead();
            long position = HeadWord.position(word);
            long left = HeadWord.holes(word);
            SlotFile slots = segments.at(position);
            while (slots != null && slots.taken(position) != 0) {
                left -= slots.taken(position) == SlotFile.REMOVED ? 1 : 0;
                position++;
                slots = segments.at(position);
            }
            if ((slots == null || left < 0) && memory.head() == word) {
                throw memory.damaged("the head with " + left + " holes is at " + position);
            }
            if (slots != null && memory.moveHead(word, HeadWord.of(position, left))) {
                return;
            }
        }
    }

    long thawedHead() {
        long word = memory.head();
        return HeadWord.isFrozen(word) ? awaitThaw() : word;
    }

    private long awaitThaw() {
        long since = System.nanoTime();
        long word = memory.head();
        while (HeadWord.isFrozen(word)) {
            if (System.nanoTime() - since > THAW_NANOS) {
                throw memory.damaged("the test JVM seems to remove an element, and does not end");
            }
            Thread.onSpinWait();
            word = memory.head();
        }
        return word;
    }

    @Override
    public void close() {
        segments.close();
    }
}
