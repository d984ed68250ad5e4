package dev.multiprocess.internal.ring;

/** The side of a queue from which elements are taken; not thread-safe. */
final class RingReader extends RingSide {

    /** What can come of taking. */
    enum Outcome {
        TAKEN,
        EMPTY,
        CLOSED
    }

    private long next;
    private long position;
    private long word;
    private Segment taken;

    RingReader(QueueMemory memory) {
        super(memory);
    }

    /**
     * Takes the first element. It is this participant's from then on, also if it dies; {@link #done} must follow.
     *
     * @return {@link Outcome#CLOSED} if the queue was closed and is empty
     */
    Outcome take(int participant) {
        while (true) {
            Segment slots = segments.at(next);
            if (slots == null) {
                next = Math.max(next, HeadWord.position(memory.head()));
                continue;
            }
            long there = slots.put(next);
            if (there == 0) {
                return Outcome.EMPTY;
            }
            if (there == PutWord.CLOSED) {
                return Outcome.CLOSED;
            }
            long own = next;
            next++;
            long taker = PutWord.isInline(there) ? participant | Segment.DONE : participant;
            if (slots.taken(own) == 0 && slots.take(own, taker)) {
                position = own;
                word = there;
                taken = slots;
                return Outcome.TAKEN;
            }
        }
    }

    /** Where the element was that was taken last. */
    long position() {
        return position;
    }

    /** What was said of the element that was taken last. */
    long word() {
        return word;
    }

    /** Says that the bytes of the element that was taken last are not needed any more. */
    void done(int participant) {
        if (!PutWord.isInline(word)) {
            taken.done(position, participant);
        }
        if (isStride(next)) {
            advanceHead();
        }
    }

    /** Whether the element that was taken last was the last of its file. */
    boolean isAtEndOfSegment() {
        return next == taken.end;
    }
}
