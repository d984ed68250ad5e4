package dev.multiprocess.internal.sync;

/**
 * How something begins that processes coordinate with.
 *
 * @param kind of it
 * @param parameter the parties of a barrier, or the length of an array
 * @param bound the most permits of a semaphore; negative if permits are owned
 * @param state its word
 * @param action of a barrier; empty if it has none
 */
public record SyncPlan(SyncKind kind, long parameter, long bound, long state, byte[] action) {

    private static final byte[] NO_ACTION = {};
    private static final int LONGEST_ARRAY = 1 << 24;

    /** For what has no parameter. */
    public static SyncPlan of(SyncKind kind) {
        return new SyncPlan(kind, 0, 0, 0, NO_ACTION);
    }

    public static SyncPlan ownedSemaphore(String name, int permits) {
        require(1, permits, SemaphoreWord.MOST_PERMITS, "number of permits of semaphore", name, "permits");
        return new SyncPlan(SyncKind.SEMAPHORE, permits, -1, SemaphoreWord.of(permits), NO_ACTION);
    }

    public static SyncPlan semaphore(String name, int permits, int bound) {
        require(1, bound, SemaphoreWord.MOST_PERMITS, "bound of semaphore", name, "bound");
        require(0, permits, bound, "number of permits of semaphore", name, "permits");
        return new SyncPlan(SyncKind.SEMAPHORE, permits, bound, SemaphoreWord.of(permits), NO_ACTION);
    }

    public static SyncPlan latch(String name, int count) {
        require(0, count, Integer.MAX_VALUE, "count of latch", name, "count");
        return new SyncPlan(SyncKind.LATCH, count, 0, count, NO_ACTION);
    }

    /**
     * For a barrier.
     *
     * @param action written by a serializer of the test; empty if there is none
     */
    public static SyncPlan barrier(String name, int parties, byte[] action) {
        require(1, parties, BarrierWord.MOST_PARTIES, "number of parties of barrier", name, "parties");
        return new SyncPlan(SyncKind.BARRIER, parties, 0, 0, action);
    }

    public static SyncPlan number(long value) {
        return new SyncPlan(SyncKind.LONG, 0, 0, value, NO_ACTION);
    }

    public static SyncPlan numbers(String name, int length) {
        require(0, length, LONGEST_ARRAY, "length of array", name, "length");
        return new SyncPlan(SyncKind.LONG_ARRAY, length, 0, 0, NO_ACTION);
    }

    private static void require(int least, int value, int most, String what, String name, String parameter) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("the " + what + " '" + name + "' must be between " + least + " and "
                    + most + ": " + parameter + "=" + value);
        }
    }

    /** How large its segment must be. */
    public long bytes() {
        return switch (kind) {
            case LONG -> Long.BYTES;
            case LONG_ARRAY -> LongArrayView.bytes(parameter);
            default -> SyncMemory.bytes(action);
        };
    }
}
