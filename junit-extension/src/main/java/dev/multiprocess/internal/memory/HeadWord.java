package dev.multiprocess.internal.memory;

/**
 * A position at or before the head of a queue, how many elements after it were removed from the middle, and whether the
 * test JVM is removing one just now.
 *
 * <p>While {@link #isFrozen} no process moves the head or counts; the test JVM needs a few hundred nanoseconds for it,
 * and if it dies in between, no process is left to care.
 */
public final class HeadWord {

    private static final int HOLE_BITS = 23;
    private static final long MOST_HOLES = (1L << HOLE_BITS) - 1;
    private static final long FROZEN = 1L << 63;

    static final long MOST_POSITION = (1L << 63 - HOLE_BITS) - 1;

    private HeadWord() {}

    public static long of(long position, long holes) {
        return position << HOLE_BITS | holes;
    }

    /** Throws if no more elements can be removed ahead of their turn; only the test JVM removes, so it stays true. */
    public static void requireRoomForHole(long word) {
        if (holes(word) == MOST_HOLES) {
            throw new IllegalStateException("at most " + MOST_HOLES
                    + " elements can be removed from the middle of a queue while the one at its head is not taken");
        }
    }

    public static long withOneHoleMore(long word) {
        return word + 1;
    }

    public static long position(long word) {
        return (word & ~FROZEN) >>> HOLE_BITS;
    }

    public static long holes(long word) {
        return word & MOST_HOLES;
    }

    public static boolean isFrozen(long word) {
        return word < 0;
    }

    public static long frozen(long word) {
        return word | FROZEN;
    }
}
