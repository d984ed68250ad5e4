package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.elements.Element;
import dev.multiprocess.internal.elements.ElementReader;
import dev.multiprocess.internal.memory.HeadWord;
import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SlotFile;
import java.util.ArrayList;
import java.util.List;

/** The side of a queue that only looks; not thread-safe. */
final class SlotScanner extends SlotCursor {

    private final ElementReader elements;

    SlotScanner(QueueMemory memory) {
        super(memory);
        elements = new ElementReader(memory);
    }

    /** Copies elements from a position on, up to that many bytes; none if there was an instant without any. */
    List<Element.Placed> page(long from, long mostBytes) {
        List<Element.Placed> page = new ArrayList<>();
        long free;
        do {
            free = findTail();
            long position = Math.max(from, HeadWord.position(memory.head()));
            long left = mostBytes;
            while (position < free && left > 0) {
                SlotFile slots = segments.at(position);
                long word = slots == null ? 0 : slots.put(position);
                Element element = slots == null ? null : elements.copy(slots, position, word);
                if (element != null) {
                    page.add(new Element.Placed(position + 1, element, PutWord.participant(word)));
                    left -= Element.cost(element.length());
                }
                position++;
            }
            // All may have been taken meanwhile, with others after them.
        } while (page.isEmpty() && findTail() > free);
        return page;
    }

    @Override
    public void close() {
        elements.close();
        super.close();
    }
}
