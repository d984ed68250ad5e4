package dev.multiprocess.internal.memory;

/**
 * Tells those who have changed something whether anybody waits for it; odd while somebody may.
 *
 * <p>Who wants to wait arms the bell, looks once more, and waits. Who changes something rings afterwards: the first to
 * do so since it was armed has to wake everybody. If it dies before, the test JVM does so when it learns of the death.
 */
public final class Bell {

    private final SharedFile file;
    private final int offset;

    public Bell(SharedFile file, int offset) {
        this.file = file;
        this.offset = offset;
    }

    public void arm() {
        long word = file.get(offset);
        while (word % 2 == 0 && !file.compareAndSet(offset, word, word + 1)) {
            word = file.get(offset);
        }
    }

    /** Tells whether the caller has to wake those who wait. */
    public boolean ring() {
        long word = file.get(offset);
        return word % 2 != 0 && file.compareAndSet(offset, word, word + 1);
    }
}
