package dev.multiprocess.pool;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessAction;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How the workers of a pool are to be; immutable, each method returns a changed copy.
 *
 * <p>Given to {@link dev.multiprocess.Processes#pool}.
 *
 * @param initializer what each worker runs before its first task; empty for nothing
 * @param tasksPerWorker after how many tasks a worker is replaced; {@link Integer#MAX_VALUE} for never
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PoolOptions(Optional<ProcessAction> initializer, int tasksPerWorker) {

    private static final PoolOptions DEFAULTS = new PoolOptions(Optional.empty(), Integer.MAX_VALUE);

    /**
     * Changes nothing.
     *
     * @return no initializer, and workers for as long as there is the pool
     */
    public static PoolOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets what each worker runs before its first task. If it throws, the pool fails, with that as the cause.
     *
     * @param action runs in every worker
     * @return a changed copy
     */
    public PoolOptions initializer(ProcessAction action) {
        return new PoolOptions(
                Optional.of(Objects.requireNonNull(action, "initializer must not be null")), tasksPerWorker);
    }

    /**
     * Has each worker replaced by a new process after some tasks.
     *
     * @param tasks at least 1
     * @return a changed copy
     * @throws MultiProcessConfigurationException if it is less than 1
     */
    public PoolOptions tasksPerWorker(int tasks) {
        if (tasks < 1) {
            throw new MultiProcessConfigurationException("tasksPerWorker must be at least 1: tasksPerWorker=" + tasks);
        }
        return new PoolOptions(initializer, tasks);
    }
}
