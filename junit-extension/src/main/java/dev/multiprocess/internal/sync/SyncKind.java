package dev.multiprocess.internal.sync;

import java.util.Optional;

/** What processes coordinate with; its word begins the ids of its handles, and names it in messages. */
public enum SyncKind {
    LOCK("lock"),
    SEMAPHORE("semaphore"),
    LATCH("latch"),
    EVENT("event"),
    BARRIER("barrier"),
    LONG("shared-long"),
    LONG_ARRAY("shared-long-array");

    private final String word;

    SyncKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** Whether threads wait for it. */
    boolean hasWaits() {
        return this != LONG && this != LONG_ARRAY;
    }

    /**
     * Finds the kind of a handle.
     *
     * @param kind what the handle's id begins with
     * @return empty if it is none of these
     */
    public static Optional<SyncKind> of(String kind) {
        for (SyncKind each : values()) {
            if (each.word.equals(kind)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
