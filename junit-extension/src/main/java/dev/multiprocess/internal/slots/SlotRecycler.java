package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.memory.HeadWord;
import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SlotFile;
import java.io.IOException;

/**
 * The side of a queue from which the test JVM looks after it: closes it, removes from the middle, and recycles what is
 * no longer needed. Not thread-safe; only one of each queue.
 */
final class SlotRecycler extends SlotCursor {

    /** Receives slots in their order. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Looks at one slot with an element.
         *
         * @param position of the slot
         * @param word says which participant has put it and where its bytes are
         * @param taken which participant has taken it, {@link SlotFile#REMOVED}, or 0
         */
        void visit(long position, long word, long taken);
    }

    private long removals;
    private long recycled;

    SlotRecycler(QueueMemory memory) {
        super(memory);
    }

    /** Closes the queue: no put succeeds from now on. */
    void end() {
        while (true) {
            long free = findTail();
            SlotFile slots = segments.at(free);
            if (slots != null && (slots.put(free) == PutWord.CLOSED || slots.put(free, PutWord.CLOSED))) {
                return;
            }
        }
    }

    /** Removes an element, unless it is taken. */
    boolean remove(long position) {
        // A child may ask for any position.
        if (position < recycled || position >= findTail()) {
            return false;
        }
        SlotFile slots = segments.at(position);
        HeadWord.requireRoomForHole(memory.head());
        long word = thawedHead();
        while (!memory.moveHead(word, HeadWord.frozen(word))) {
            word = thawedHead();
        }
        boolean removed = slots.take(position, SlotFile.REMOVED);
        memory.moveHead(HeadWord.frozen(word), removed ? HeadWord.withOneHoleMore(word) : word);
        removals += removed ? 1 : 0;
        return removed;
    }

    /** How many elements were ever put. */
    long puts() {
        return findTail();
    }

    /** How many elements were ever removed. */
    long removals() {
        return removals;
    }

    @Override
    long thawedHead() {
        long word = memory.head();
        if (HeadWord.isFrozen(word)) {
            throw memory.damaged("it is frozen, and not by the test JVM");
        }
        return word;
    }

    /**
     * Gives back slots whose elements are gone.
     *
     * @param visitor receives each
     * @return the first slot that was not given back
     */
    long recycle(Visitor visitor) {
        advanceHead();
        long limit = HeadWord.position(memory.head());
        long position = recycled;
        while (position < limit) {
            visit(position, visitor);
            position++;
        }
        return position;
    }

    private void visit(long position, Visitor visitor) {
        SlotFile slots = segments.at(position);
        if (slots == null) {
            throw memory.damaged("slot " + position + " is gone, though it was not recycled");
        }
        visitor.visit(position, slots.put(position), slots.taken(position));
    }

    /**
     * Publishes what {@link #recycle} found, and deletes files that are no longer needed.
     *
     * @param position what it returned
     * @param cost of all elements ever recycled
     */
    void publishRecycled(long position, long cost) throws IOException {
        long from = recycled;
        recycled = position;
        if (position > from) {
            memory.recycle(position, cost);
            segments.delete(from, position);
        }
    }

    /** Shows all elements that were put and not recycled. */
    void visitRest(Visitor visitor) {
        long free = findTail();
        for (long position = recycled; position < free; position++) {
            visit(position, visitor);
        }
    }
}
