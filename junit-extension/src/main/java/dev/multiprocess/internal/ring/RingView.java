package dev.multiprocess.internal.ring;

import java.util.ArrayList;
import java.util.List;

/** The side of a queue that only looks; not thread-safe. */
final class RingView extends RingSide {

    private final ArenaReader arenas;
    private final Home home;

    RingView(QueueMemory memory, Home home) {
        super(memory);
        this.home = home;
        arenas = new ArenaReader(memory);
    }

    /** Copies elements from a position on, until they have so many bytes. */
    List<Element> page(long from, long mostBytes) {
        List<Element> page = new ArrayList<>();
        long free = findTail();
        long position = Math.max(from, HeadWord.position(memory.head()));
        long left = mostBytes;
        while (position < free && left > 0) {
            byte[] bytes = bytesAt(position);
            if (bytes != null) {
                page.add(new Element(position + 1, bytes));
                left -= Element.cost(bytes.length);
            }
            position++;
        }
        return page;
    }

    private byte[] bytesAt(long position) {
        Segment slots = segments.at(position);
        if (slots == null || slots.taken(position) != 0) {
            return null;
        }
        long word = slots.put(position);
        byte[] bytes = PutWord.isInline(word)
                ? PutWord.inlineBytes(word)
                : PutWord.isInHeap(word) ? home.fetch(position) : arenas.read(word);
        // If it is still there now, nobody has written over it.
        return slots.taken(position) == 0 ? bytes : null;
    }

    @Override
    public void close() {
        arenas.close();
        super.close();
    }
}
