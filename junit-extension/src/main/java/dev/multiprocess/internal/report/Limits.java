package dev.multiprocess.internal.report;

import java.time.Duration;
import java.util.Optional;

/**
 * The time limits of a child, and what it did when they had passed.
 *
 * @param start for the start of its task
 * @param soft until its task is interrupted
 * @param hard until it is killed in its task
 * @param atStart what it did at the start timeout; empty if that has not passed
 * @param atSoft what it did at its soft limit; empty if that has not passed
 * @param atHard what it did at its hard limit; empty if that has not passed
 */
public record Limits(
        Duration start,
        Optional<Duration> soft,
        Optional<Duration> hard,
        Optional<String> atStart,
        Optional<String> atSoft,
        Optional<String> atHard) {

    /** Limits none of which has passed. */
    public static Limits of(Duration start, Optional<Duration> soft, Optional<Duration> hard) {
        return new Limits(start, soft, hard, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Notes that the start timeout has passed. */
    public Limits passedStart(String threads) {
        return new Limits(start, soft, hard, Optional.of(threads), atSoft, atHard);
    }

    /** Notes that the soft limit has passed. */
    public Limits passedSoft(String threads) {
        return new Limits(start, soft, hard, atStart, Optional.of(threads), atHard);
    }

    /** Notes that the hard limit has passed. */
    public Limits passedHard(String threads) {
        return new Limits(start, soft, hard, atStart, atSoft, Optional.of(threads));
    }

    /** Whether a limit of the task will still pass. */
    public boolean arePending() {
        return soft.isPresent() && atSoft.isEmpty() || hard.isPresent() && atHard.isEmpty();
    }
}
