package dev.multiprocess.benchmarks.subject;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much one measurement does.
 *
 * <p>What runs on a JVM runs for a time, so that it stays long enough when it gets faster; what needs no warm-up does a
 * fixed number of steps.
 *
 * @param warmUp the time before the clock starts, in which the compiler of a JVM does its work
 * @param measured the time in which messages are sent, under the clock
 * @param divisor what fixed numbers of steps are divided by
 */
public record Effort(Duration warmUp, Duration measured, int divisor) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Enough for a figure worth reporting. */
    public static final Effort FULL = new Effort(Duration.ofMillis(1500), Duration.ofMillis(1500), 1);

    /** Just enough to see that it works. */
    public static final Effort TINY = new Effort(Duration.ofMillis(10), Duration.ofMillis(10), 100);

    /**
     * Returns how many steps to do.
     *
     * @param full how many make a full measurement
     * @return at least 3
     */
    public int steps(int full) {
        return Math.max(3, full / divisor);
    }
}
