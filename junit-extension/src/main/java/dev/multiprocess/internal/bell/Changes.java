package dev.multiprocess.internal.bell;

/** Counts how often the threads of this process were asked to look at something again. Any thread. */
public final class Changes {

    private volatile long count;

    /** Nothing has changed yet. */
    public Changes() {}

    /**
     * Counts.
     *
     * @return never less than before
     */
    public long count() {
        return count;
    }

    /** Called with the lock of the {@link Doorbell} alone. */
    void add() {
        count++;
    }
}
