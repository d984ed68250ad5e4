package dev.multiprocess.internal.bell;

import java.util.function.BooleanSupplier;

/**
 * Looks a thread takes before it waits, longer the more often that was worth while lately. Any thread; where several look at
 * once, the number of their looks may be that of any of them.
 */
public final class Spins {

    /** About 10 microseconds, about as long as a wake-up takes. */
    private static final int MOST = Runtime.getRuntime().availableProcessors() > 1 ? 512 : 0;

    private static final int LEAST = Math.min(MOST, 8);

    /** How often the next thread looks; another thread may have set it. */
    private int next = MOST;

    /**
     * Looks whether trying again is worth while.
     *
     * @param isStuck asked at each look
     * @return whether it is
     */
    public boolean spin(BooleanSupplier isStuck) {
        int most = next;
        int count = 0;
        while (count < most && isStuck.getAsBoolean()) {
            Thread.onSpinWait();
            count++;
        }
        boolean enough = count < most;
        next = enough ? Math.min(MOST, most * 2) : Math.max(LEAST, most / 2);
        return enough;
    }
}
