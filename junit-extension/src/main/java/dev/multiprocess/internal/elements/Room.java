package dev.multiprocess.internal.elements;

import java.nio.ByteBuffer;

/** Room in an arena for an element whose bytes are written there, and which is put later, or never. */
public final class Room {

    final ByteArena arena;
    final int start;
    private final long word;
    private final ByteBuffer buffer;

    Room(ByteArena arena, int start, long word, ByteBuffer buffer) {
        this.arena = arena;
        this.start = start;
        this.word = word;
        this.buffer = buffer;
    }

    /** What the slot of the element has to say. */
    public long word() {
        return word;
    }

    /** Where its bytes go. */
    public ByteBuffer buffer() {
        return buffer;
    }
}
