package dev.multiprocess.internal.wire;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Logs that callers were refused: the first at once, those of the minute after it in one line. Any thread. */
public final class Refusals {

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private boolean saidAny;
    private long saidNanos;
    private int unsaid;
    private String lastReason;

    /**
     * Counts a caller that was refused.
     *
     * @param reason why
     * @param nanos the time, as of {@link System#nanoTime}
     * @return what is to be logged now
     */
    synchronized Optional<String> refused(String reason, long nanos) {
        if (saidAny && nanos - saidNanos < QUIET_NANOS) {
            unsaid++;
            lastReason = reason;
            return Optional.empty();
        }
        String before = rest().map(text -> text + "; ").orElse("");
        saidAny = true;
        saidNanos = nanos;
        unsaid = 0;
        return Optional.of(before + "a caller on the test JVM's socket was refused: " + reason);
    }

    /** Returns what is still to be logged when no more callers can come. */
    synchronized Optional<String> rest() {
        return unsaid == 0
                ? Optional.empty()
                : Optional.of("more callers on the test JVM's socket were refused: " + unsaid + ", the last because "
                        + lastReason);
    }
}
