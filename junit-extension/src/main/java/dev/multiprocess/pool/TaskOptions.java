package dev.multiprocess.pool;

import dev.multiprocess.MultiProcessConfigurationException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How a task of a pool is to be run; immutable, each method returns a changed copy.
 *
 * <p>Given to {@link ProcessPool#with}: {@code pool.with(o -> o.label("import").hardLimit(Duration.ofSeconds(5)))}.
 *
 * @param label how messages call the task; empty for a number
 * @param softLimit when the task is interrupted, counted from its start; empty for never
 * @param hardLimit when its worker is killed, with all that the task has started, counted from its start; empty for never
 * @param waitLimit when a task that has not begun fails, counted from its submission; empty for never
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record TaskOptions(
        Optional<String> label,
        Optional<Duration> softLimit,
        Optional<Duration> hardLimit,
        Optional<Duration> waitLimit) {

    private static final TaskOptions DEFAULTS =
            new TaskOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** No clock of a JVM counts further. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /**
     * Changes nothing.
     *
     * @return the options that a pool has at first
     */
    public static TaskOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets how messages call the task.
     *
     * @param text not blank
     * @return a changed copy
     * @throws MultiProcessConfigurationException if it is blank
     */
    public TaskOptions label(String text) {
        if (Objects.requireNonNull(text, "label must not be null").isBlank()) {
            throw new MultiProcessConfigurationException("label must not be blank: label='" + text + "'");
        }
        return new TaskOptions(Optional.of(text), softLimit, hardLimit, waitLimit);
    }

    /**
     * Limits the time of the task in a way that lets it clean up: when the limit has passed, it is interrupted.
     *
     * @param limit more than zero; one that no clock can count is no limit
     * @return a changed copy
     * @throws MultiProcessConfigurationException if it is not more than zero
     */
    public TaskOptions softLimit(Duration limit) {
        return new TaskOptions(label, limit("softLimit", limit), hardLimit, waitLimit);
    }

    /**
     * Limits the time of the task: when the limit has passed, its worker is killed.
     *
     * @param limit more than zero; one that no clock can count is no limit
     * @return a changed copy
     * @throws MultiProcessConfigurationException if it is not more than zero
     */
    public TaskOptions hardLimit(Duration limit) {
        return new TaskOptions(label, softLimit, limit("hardLimit", limit), waitLimit);
    }

    /**
     * Limits the time until the task begins.
     *
     * @param limit more than zero; one that no clock can count is no limit
     * @return a changed copy
     * @throws MultiProcessConfigurationException if it is not more than zero
     */
    public TaskOptions waitLimit(Duration limit) {
        return new TaskOptions(label, softLimit, hardLimit, limit("waitLimit", limit));
    }

    private static Optional<Duration> limit(String option, Duration limit) {
        Objects.requireNonNull(limit, option + " must not be null");
        if (limit.isNegative() || limit.isZero()) {
            throw new MultiProcessConfigurationException(option + " must be more than zero: " + option + "=" + limit);
        }
        return Optional.of(limit).filter(value -> value.compareTo(LONGEST) < 0);
    }
}
