package dev.multiprocess.internal.sync;

/** The state of a barrier: its generation, how many have come, and whether, why and by which process it is broken. */
final class BarrierWord {

    private static final int PROCESS_BITS = 22;
    private static final int REASON_BITS = 3;
    private static final int ARRIVED_BITS = 15;
    private static final int ARRIVED_SHIFT = PROCESS_BITS + REASON_BITS;
    private static final int GENERATION_SHIFT = ARRIVED_SHIFT + ARRIVED_BITS;

    static final int MOST_PARTIES = (1 << ARRIVED_BITS) - 1;

    private BarrierWord() {}

    /** Why it is broken, in the order of their numbers. */
    enum Reason {
        NONE,
        DIED,
        INTERRUPTED,
        TIMED_OUT,
        GAVE_UP,
        ACTION,
        RESET
    }

    static long generation(long word) {
        return word >>> GENERATION_SHIFT;
    }

    static int arrived(long word) {
        return (int) (word >>> ARRIVED_SHIFT) & MOST_PARTIES;
    }

    static Reason reason(long word) {
        return Reason.values()[(int) (word >>> PROCESS_BITS) & (1 << REASON_BITS) - 1];
    }

    static boolean isBroken(long word) {
        return reason(word) != Reason.NONE;
    }

    /** Which process has broken it. */
    static int breaker(long word) {
        return (int) word & (1 << PROCESS_BITS) - 1;
    }

    static long oneMore(long word) {
        return word + (1L << ARRIVED_SHIFT);
    }

    static long next(long word) {
        return generation(word) + 1 << GENERATION_SHIFT;
    }

    static long broken(long word, Reason reason, int process) {
        return word | (long) reason.ordinal() << PROCESS_BITS | process & (1 << PROCESS_BITS) - 1;
    }
}
