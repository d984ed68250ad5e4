package dev.multiprocess.internal.checkpoint;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.internal.segment.Segment;

/**
 * How often each point was reached, in memory that all processes share. Any thread.
 *
 * <p>A point is one word: whether it is watched, and its count. So a thread that reaches it learns both at once, and which
 * of all threads it is, whatever others do at the same time:
 *
 * <pre>
 *  63        62                                            0
 * +---------+-----------------------------------------------+
 * | watched | count                                         |
 * +---------+-----------------------------------------------+
 * </pre>
 */
public final class PointCounts {

    /** Neighbours are on cache lines of their own. */
    private static final int STRIDE = 64;

    /** What a segment for all points needs. */
    public static final int BYTES = Checkpoints.MOST_POINTS * STRIDE;

    private static final long WATCHED = Long.MIN_VALUE;

    private final Segment segment;

    public PointCounts(Segment segment) {
        this.segment = segment;
    }

    /**
     * Counts a thread that reaches a point.
     *
     * @return how often it was reached before, negative if it is watched: see {@link #countOf}
     * @throws IllegalStateException if the test has ended
     */
    long add(int slot) {
        segment.usable();
        return segment.getAndAdd(slot * STRIDE, 1);
    }

    static boolean isWatched(long word) {
        return word < 0;
    }

    static long countOf(long word) {
        return word & ~WATCHED;
    }

    /** How often a point was reached. */
    public long count(int slot) {
        return countOf(segment.get(slot * STRIDE));
    }

    /**
     * Says whether threads that reach a point are to ask the test JVM.
     *
     * @return how often it had been reached at that instant
     */
    public long watch(int slot, boolean watched) {
        while (true) {
            long word = segment.get(slot * STRIDE);
            long changed = watched ? word | WATCHED : word & ~WATCHED;
            if (changed == word || segment.compareAndSet(slot * STRIDE, word, changed)) {
                return countOf(word);
            }
        }
    }
}
