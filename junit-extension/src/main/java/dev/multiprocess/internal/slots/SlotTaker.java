package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.elements.ElementReader;
import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SlotFile;
import java.util.List;

/**
 * The side of a queue from which elements are taken; not thread-safe.
 *
 * <p>The bytes of the first element are copied before it is taken: a process that dies, or has no memory for the copy,
 * has not taken it. If another process was faster, the copy is discarded. Nothing can fail between the taking and the
 * return.
 */
final class SlotTaker extends SlotCursor {

    private final ElementReader elements;

    /** The head, or a slot before it. */
    private long next;

    SlotTaker(QueueMemory memory) {
        super(memory);
        elements = new ElementReader(memory);
    }

    /** Takes the first element for a participant; {@link Taken#EMPTY} if there is none now. */
    Taken take(int participant) {
        while (true) {
            SlotFile slots = next();
            long word = slots.put(next);
            if (word == 0) {
                return Taken.EMPTY;
            }
            if (word == PutWord.CLOSED) {
                return Taken.nothing(Taken.Outcome.CLOSED, List.of());
            }
            Element element = elements.copy(slots, next, word);
            Taken taken = element == null ? null : Taken.element(element, PutWord.participant(word));
            boolean won = taken != null && slots.take(next, participant);
            next++;
            if (won) {
                return taken;
            }
        }
    }

    /**
     * Moves the common head now and then, after an element was taken.
     *
     * @return whether the element was the last of its file
     */
    boolean settle() {
        boolean last = next == segments.at(next - 1).end;
        if (isStride(next)) {
            advanceHead();
        }
        return last;
    }

    /** Finds the slots around {@link #next}, which is moved to the head if they are gone. */
    private SlotFile next() {
        SlotFile slots = segments.at(next);
        while (slots == null) {
            next = headBehind(next);
            slots = segments.at(next);
        }
        return slots;
    }

    @Override
    public void close() {
        elements.close();
        super.close();
    }
}
