package dev.multiprocess.pool;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apiguardian.api.API;

/**
 * What becomes of a task of a {@link ProcessPool}. Any thread.
 *
 * <p>A failure that no code has looked at, by {@code get}, {@link #join} or a dependent stage, fails the test when the pool is
 * closed. A cancelled task is no failure.
 *
 * <p>What the task has thrown is the cause of the {@link ExecutionException} that {@code get} throws, as the type it had. If
 * the worker has died, the cause is a {@link dev.multiprocess.ChildFailedException}; if a limit has passed, a {@link
 * dev.multiprocess.ChildTimeoutException}.
 *
 * @param <R> what the task returns
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface PoolFuture<R> extends Future<R>, CompletionStage<R> {

    /**
     * Returns how messages call the task.
     *
     * @return its label, or a number
     */
    String label();

    /**
     * Waits for the result.
     *
     * @return what the task has returned
     * @throws java.util.concurrent.CompletionException with what the task has thrown
     * @throws java.util.concurrent.CancellationException if it was cancelled
     * @throws dev.multiprocess.ProcessInterruptedException if this thread was interrupted
     */
    R join();

    /**
     * Cancels the task. One that has not begun never does. One that runs is interrupted, if that is wanted; if it has not ended
     * after the stop grace, its worker is killed and replaced.
     *
     * @param mayInterruptIfRunning whether to interrupt it
     * @return false if it was done
     */
    @Override
    boolean cancel(boolean mayInterruptIfRunning);
}
