package dev.multiprocess.internal.sync;

/**
 * One process at one condition: how many of its threads wait, how many of those were signalled, and how many have seen that.
 */
final class ConditionWord {

    private static final int BITS = 20;
    private static final long MASK = (1L << BITS) - 1;
    private static final long WAITER = 1;
    private static final long SIGNAL = 1L << BITS;
    private static final long CLAIM = 1L << 2 * BITS;

    private ConditionWord() {}

    static long waiters(long word) {
        return word & MASK;
    }

    static long signals(long word) {
        return word >>> BITS & MASK;
    }

    private static long claims(long word) {
        return word >>> 2 * BITS & MASK;
    }

    static long entered(long word) {
        return word + WAITER;
    }

    static boolean canBeSignalled(long word) {
        return signals(word) < waiters(word);
    }

    static long signalled(long word) {
        return word + SIGNAL;
    }

    static long allSignalled(long word) {
        return word + (waiters(word) - signals(word)) * SIGNAL;
    }

    static boolean canBeClaimed(long word) {
        return claims(word) < signals(word);
    }

    static long claimed(long word) {
        return word + CLAIM;
    }

    /** After a thread that has claimed a signal has the lock again. */
    static long used(long word) {
        return word - WAITER - SIGNAL - CLAIM;
    }

    /** Whether a thread that stops waiting leaves a signal that no other thread of its process will claim. */
    static boolean leavesSignal(long word) {
        return signals(word) == waiters(word);
    }

    static long left(long word) {
        return word - WAITER - (leavesSignal(word) ? SIGNAL : 0);
    }
}
