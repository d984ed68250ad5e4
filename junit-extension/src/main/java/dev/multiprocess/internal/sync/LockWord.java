package dev.multiprocess.internal.sync;

/** The state of a lock: which process has it, whether that of a dead process was taken away, and how often it was locked. */
final class LockWord {

    private static final long ABANDONED = 1;
    private static final int OWNER_SHIFT = 1;
    private static final long OWNER_MASK = (1L << 31) - 1;
    private static final int COUNT_SHIFT = 32;

    private LockWord() {}

    static boolean isFree(long word) {
        return owner(word) < 0;
    }

    /** Negative if it is free. */
    static int owner(long word) {
        return (int) (word >>> OWNER_SHIFT & OWNER_MASK) - 1;
    }

    /** Whether a dead process had it, and it was not unlocked since. */
    static boolean isAbandoned(long word) {
        return (word & ABANDONED) != 0;
    }

    static long taken(long word, int process) {
        return (word >>> COUNT_SHIFT) + 1 << COUNT_SHIFT | process + 1L << OWNER_SHIFT | word & ABANDONED;
    }

    static long released(long word) {
        return word >>> COUNT_SHIFT << COUNT_SHIFT;
    }

    static long abandoned(long word) {
        return released(word) | ABANDONED;
    }
}
