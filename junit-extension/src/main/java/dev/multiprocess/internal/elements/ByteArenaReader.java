package dev.multiprocess.internal.elements;

import dev.multiprocess.internal.memory.PutWord;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.SharedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Reads the bytes that any participant has put into an arena. Not thread-safe. */
public final class ByteArenaReader implements AutoCloseable {

    private final QueueMemory memory;
    private final Map<Integer, SharedFile> arenas = new HashMap<>();
    private int lastKey = -1;
    private SharedFile last;

    public ByteArenaReader(QueueMemory memory) {
        this.memory = memory;
    }

    /** Copies an element's bytes; they are right if it was not recycled meanwhile. */
    Element read(long word, int length) {
        int header = ByteArena.HEADER_BYTES + (PutWord.length(word) == PutWord.LONG ? Long.BYTES : 0);
        SharedFile arena = arena(word, header + (long) length);
        int offset = PutWord.offset(word) + header;
        int before = length > 0 ? Math.min(Element.rawStart(arena.read(offset)), length) : 0;
        // A length is a claim, until it is known to fit.
        byte[] bytes = new byte[length - before];
        arena.read(offset + before, bytes);
        return new Element(bytes, before > 0);
    }

    /** Shows the bytes of an element that stays where it is; {@code null} if it is not raw. */
    ByteBuffer show(long word, int length) {
        int header = ByteArena.HEADER_BYTES + (PutWord.length(word) == PutWord.LONG ? Long.BYTES : 0);
        SharedFile arena = arena(word, header + (long) length);
        int offset = PutWord.offset(word) + header;
        int before = length > 0 ? Math.min(Element.rawStart(arena.read(offset)), length) : 0;
        return before == 0 ? null : arena.show(offset + before, length - before);
    }

    /** Returns how long an element is. */
    public int length(long word) {
        int length = PutWord.length(word);
        if (length < PutWord.LONG) {
            return length;
        }
        return (int)
                arena(word, ByteArena.HEADER_BYTES + Long.BYTES).get(PutWord.offset(word) + ByteArena.HEADER_BYTES);
    }

    /** The arena with an element, of which that many bytes are to be read. */
    private SharedFile arena(long word, long length) {
        int participant = PutWord.participant(word);
        int number = PutWord.arena(word);
        int key = participant * PutWord.ARENA_NUMBERS + number;
        if (key != lastKey) {
            last = arenas.computeIfAbsent(key, absent -> open(participant, number));
            lastKey = key;
        }
        if (length < 0 || length > last.size() - PutWord.offset(word)) {
            throw memory.damaged("it has an element of " + length + " bytes at " + PutWord.offset(word)
                    + " of an arena with " + last.size());
        }
        return last;
    }

    private SharedFile open(int participant, int number) {
        if (number >= ByteArenaWriter.MOST_ARENAS) {
            throw memory.damaged("it has an element in arena " + number);
        }
        try {
            return SharedFile.open(memory.arenaFile(participant, number), ByteArenaWriter.bytesOf(number));
        } catch (IOException e) {
            throw new UncheckedIOException("elements of a queue cannot be read", e);
        }
    }

    @Override
    public void close() {
        arenas.values().forEach(SharedFile::close);
        arenas.clear();
        lastKey = -1;
    }
}
