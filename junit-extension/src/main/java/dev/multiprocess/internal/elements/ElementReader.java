package dev.multiprocess.internal.elements;

import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SlotFile;
import java.nio.ByteBuffer;

/** Reads elements that are in the queue, wherever their bytes are. Not thread-safe. */
public final class ElementReader implements AutoCloseable {

    private final ByteArenaReader arenas;
    private final ElementFiles files;
    private final QueueMemory memory;

    public ElementReader(QueueMemory memory) {
        this.memory = memory;
        arenas = new ByteArenaReader(memory);
        files = new ElementFiles(memory);
    }

    /**
     * Copies an element.
     *
     * @param word what its slot says
     * @return {@code null} if it was taken or removed before the copy was made
     */
    public Element copy(SlotFile slots, long position, long word) {
        if (slots.taken(position) != 0) {
            return null;
        }
        if (PutWord.isInline(word)) {
            return Element.of(PutWord.inlineBytes(word));
        }
        if (PutWord.isInFile(word)) {
            Element element = files.read(word);
            if (element == null && slots.taken(position) == 0) {
                throw memory.damaged("the file of the element in slot " + position + " is gone");
            }
            return element;
        }
        int length = arenas.length(word);
        // While it is there, it is not overwritten, so its length is right as well.
        if (slots.taken(position) != 0) {
            return null;
        }
        Element element = arenas.read(word, length);
        return slots.taken(position) == 0 ? element : null;
    }

    /**
     * Shows the bytes of an element that stays where it is until its reader is done.
     *
     * @return {@code null} if it can only be copied
     */
    public ByteBuffer show(long word) {
        boolean inArena = !PutWord.isInline(word) && !PutWord.isInFile(word);
        return inArena ? arenas.show(word, arenas.length(word)) : null;
    }

    @Override
    public void close() {
        arenas.close();
    }
}
