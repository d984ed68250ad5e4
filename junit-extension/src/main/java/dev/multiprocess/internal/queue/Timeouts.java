package dev.multiprocess.internal.queue;

import java.time.Duration;
import java.util.Objects;

/** Turns a caller's timeout into nanoseconds. */
final class Timeouts {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE - 1);

    private Timeouts() {}

    /** Zero for what is not positive; 292 years for more than that. */
    static long nanos(Duration timeout) {
        Objects.requireNonNull(timeout, "the timeout must not be null");
        return timeout.isNegative() ? 0 : timeout.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : timeout.toNanos();
    }
}
