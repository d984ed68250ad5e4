package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.elements.ElementReader;
import dev.multiprocess.internal.memory.Looks;
import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SlotFile;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The side of a queue from which elements are taken; not thread-safe.
 *
 * <p>The bytes of the first element are copied before it is taken: a process that dies, or has no memory for the copy,
 * has not taken it. If another process was faster, the copy is discarded. Nothing can fail between the taking and the
 * return. Bytes that are shown where they are, and not copied, are kept by a cell of {@link Looks}, which is set before.
 */
final class SlotTaker extends SlotCursor {

    private final ElementReader elements;

    /** The head, or a slot before it. */
    private long next;

    SlotTaker(QueueMemory memory) {
        super(memory);
        elements = new ElementReader(memory);
    }

    /**
     * Takes the first element for a participant; {@link Taken#EMPTY} if there is none now.
     *
     * @param inPlace whether to show it where it is, if that can be
     */
    Taken take(int participant, boolean inPlace) {
        while (true) {
            SlotFile slots = next();
            long word = slots.put(next);
            if (word == 0) {
                return Taken.EMPTY;
            }
            if (word == PutWord.CLOSED) {
                return Taken.nothing(Taken.Outcome.CLOSED, List.of());
            }
            Taken taken = inPlace ? shown(slots, word, participant) : copied(slots, word);
            boolean won = taken != null && slots.take(next, participant);
            if (taken != null && taken.shown != null && !won) {
                memory.looks.end(taken.shown.cell());
            }
            next++;
            if (won) {
                return taken;
            }
        }
    }

    private Taken copied(SlotFile slots, long word) {
        Element element = elements.copy(slots, next, word);
        return element == null ? null : Taken.element(element, PutWord.participant(word));
    }

    private Taken shown(SlotFile slots, long word, int participant) {
        int cell = memory.looks.begin(participant, next);
        if (cell < 0) {
            return copied(slots, word);
        }
        Taken taken = null;
        try {
            // If it is not taken now, its bytes stay as long as the cell says so.
            ByteBuffer bytes = slots.taken(next) == 0 ? elements.show(word) : null;
            if (bytes != null) {
                ByteBuffer readOnly = bytes.asReadOnlyBuffer().order(bytes.order());
                taken = Taken.shown(new Taken.Shown(readOnly, cell), PutWord.participant(word));
            }
        } finally {
            if (taken == null) {
                memory.looks.end(cell);
            }
        }
        return taken != null ? taken : copied(slots, word);
    }

    /** Where the last element was taken, counted from 0. */
    long taken() {
        return next - 1;
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
