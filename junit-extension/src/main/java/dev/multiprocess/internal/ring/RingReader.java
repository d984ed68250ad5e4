package dev.multiprocess.internal.ring;

import java.util.List;

/**
 * The side of a queue from which elements are taken; not thread-safe.
 *
 * <p>The bytes of the first element are copied first, and then it is taken: a process that dies, or has no memory for
 * the copy, has not taken it. If another was faster the copy is thrown away.
 */
final class RingReader extends RingSide {

    private final ElementReader elements;

    /** The head, or a slot before it. */
    private long next;

    private boolean finishedSegment;

    RingReader(QueueMemory memory, Home home) {
        super(memory);
        elements = new ElementReader(memory, home);
    }

    /** Whether there is nothing to take now, but may be later. */
    boolean isEmpty() {
        return next().put(next) == 0;
    }

    /** Takes the first element for a participant; {@link Taken#EMPTY} if there is none now. */
    Taken take(int participant) {
        finishedSegment = false;
        while (true) {
            Segment slots = next();
            long word = slots.put(next);
            if (word == 0) {
                return Taken.EMPTY;
            }
            if (word == PutWord.CLOSED) {
                return Taken.nothing(Taken.Outcome.CLOSED, List.of());
            }
            Element element = elements.copy(slots, next, word);
            boolean taken = element != null && slots.take(next, participant);
            next++;
            if (taken) {
                if (isStride(next)) {
                    advanceHead();
                }
                finishedSegment = next == slots.end;
                return Taken.element(element);
            }
        }
    }

    /** Finds the slots around {@link #next}, which is moved to the head if they are gone. */
    private Segment next() {
        Segment slots = segments.at(next);
        while (slots == null) {
            next = headBehind(next);
            slots = segments.at(next);
        }
        return slots;
    }

    /** Whether the element that was just taken was the last of its file. */
    boolean hasFinishedSegment() {
        return finishedSegment;
    }

    @Override
    public void close() {
        elements.close();
        super.close();
    }
}
