package dev.multiprocess.internal.sync;

/**
 * The state of a semaphore: its permits; and, so that it can be told what a process had done before it died, how often it was
 * changed, and in which cell the process is that has changed it last.
 */
final class SemaphoreWord {

    private static final int PERMIT_BITS = 18;
    private static final int CELL_BITS = 8;
    private static final int COUNT_SHIFT = PERMIT_BITS + CELL_BITS;

    static final int MOST_PERMITS = (1 << PERMIT_BITS) - 1;

    /** Of the words in cells, beside a count of changes. */
    private static final int NUMBER_BITS = 20;

    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;
    private static final int SIGN_SHIFT = Long.SIZE - NUMBER_BITS;

    private SemaphoreWord() {}

    static long of(int permits) {
        return permits;
    }

    static int permits(long word) {
        return (int) (word & MOST_PERMITS);
    }

    static int lastCell(long word) {
        return (int) (word >>> PERMIT_BITS) & (1 << CELL_BITS) - 1;
    }

    /** How often it was changed. */
    static long count(long word) {
        return word >>> COUNT_SHIFT;
    }

    static long changed(long word, int delta, int cell) {
        return count(word) + 1 << COUNT_SHIFT | (long) cell << PERMIT_BITS | permits(word) + delta;
    }

    // ---- words in cells: what a process has, or is about to do, at a count of changes

    static long cell(long count, int number) {
        return count << NUMBER_BITS | number & NUMBER_MASK;
    }

    static long cellCount(long word) {
        return word >>> NUMBER_BITS;
    }

    static int cellNumber(long word) {
        return (int) (word << SIGN_SHIFT >> SIGN_SHIFT);
    }

    /**
     * Works out how many permits a dead process had: what it has noted, and what it was about to do if it has done that.
     *
     * @param state of the semaphore
     * @param cell of the process
     * @param held what it has noted last
     * @param pending what it was about to do last
     * @param acknowledged the count of its last change that another process has seen
     */
    static int heldByDead(long state, int cell, long held, long pending, long acknowledged) {
        long count = cellCount(pending);
        boolean noted = count <= cellCount(held);
        boolean done = acknowledged == count || lastCell(state) == cell && count(state) == count;
        return cellNumber(held) + (!noted && done ? cellNumber(pending) : 0);
    }
}
