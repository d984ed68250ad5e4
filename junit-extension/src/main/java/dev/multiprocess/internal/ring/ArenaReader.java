package dev.multiprocess.internal.ring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Reads the bytes that any participant has put into an arena. Not thread-safe. */
final class ArenaReader implements AutoCloseable {

    private static final int MOST_ARENAS = 16;

    private final QueueMemory memory;
    private final Map<Integer, SharedFile> arenas = new HashMap<>();
    private int lastKey = -1;
    private SharedFile last;

    ArenaReader(QueueMemory memory) {
        this.memory = memory;
    }

    /** Copies an element's bytes; they are right if it was not recycled meanwhile. */
    byte[] read(long word, int length) {
        byte[] bytes = new byte[length];
        int header = PutWord.length(word) == PutWord.LONG ? Long.BYTES : 0;
        arena(PutWord.participant(word), PutWord.arena(word)).read(PutWord.offset(word) + header, bytes);
        return bytes;
    }

    /** Tells how long an element is. */
    int length(long word) {
        int length = PutWord.length(word);
        return length < PutWord.LONG
                ? length
                : (int) arena(PutWord.participant(word), PutWord.arena(word)).get(PutWord.offset(word));
    }

    private SharedFile arena(int participant, int number) {
        int key = participant * MOST_ARENAS + number;
        if (key != lastKey) {
            last = arenas.computeIfAbsent(key, absent -> open(participant, number));
            lastKey = key;
        }
        return last;
    }

    private SharedFile open(int participant, int number) {
        try {
            return SharedFile.open(memory.arenaFile(participant, number));
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
