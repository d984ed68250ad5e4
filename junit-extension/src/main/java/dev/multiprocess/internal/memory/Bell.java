package dev.multiprocess.internal.memory;

/**
 * Shows a process that has changed something whether any thread waits for that; odd while one may.
 *
 * <p>A thread that wants to wait arms the bell, looks once more, and waits. A process that changes something rings
 * afterwards: the first to ring since it was armed must wake all that wait. If it dies first, the test JVM wakes them
 * when it learns of the death.
 */
public final class Bell {

    private final Words words;
    private final int offset;

    public Bell(Words words, int offset) {
        this.words = words;
        this.offset = offset;
    }

    public void arm() {
        long word = words.get(offset);
        while (word % 2 == 0 && !words.compareAndSet(offset, word, word + 1)) {
            word = words.get(offset);
        }
    }

    /** Returns whether the caller has to wake the threads that wait. */
    public boolean ring() {
        long word = words.get(offset);
        return word % 2 != 0 && words.compareAndSet(offset, word, word + 1);
    }
}
