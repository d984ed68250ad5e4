package dev.multiprocess.pool;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessTask;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * An {@link ExecutorService} whose tasks run in worker processes; a parameter of a test, or made by {@link
 * dev.multiprocess.Processes#pool}. Any thread, in the test JVM and in children that captured it; tasks may submit to the
 * pool that they run in.
 *
 * <p>Workers are children of the test, each of which runs one task after the other. They are started when tasks need them,
 * idle ones first, and at most as many as were asked for. One that dies fails the task that it was running, and no other; it
 * is replaced.
 *
 * <p>Tasks, results and what tasks throw are copied between processes. A task that cannot cross is refused by {@code submit},
 * with the path to what cannot: {@link dev.multiprocess.NotTransferableException}. Lambdas and method references need no cast.
 *
 * <p>The pool is closed with its test at the latest. If a task has failed that no code has looked at, the test fails then: see
 * {@link PoolFuture}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ProcessPool extends ExecutorService, AutoCloseable {

    /**
     * Returns the pool's name.
     *
     * @return as in messages; workers are called so, with a number
     */
    String name();

    /**
     * Submits a task.
     *
     * @param <R> what it returns
     * @param task what a worker is to run
     * @return what becomes of it
     * @throws java.util.concurrent.RejectedExecutionException if the pool was shut down, or has failed
     */
    <R> PoolFuture<R> submit(ProcessTask<R> task);

    /**
     * Submits an action.
     *
     * @param action what a worker is to run
     * @return what becomes of it
     * @throws java.util.concurrent.RejectedExecutionException if the pool was shut down, or has failed
     */
    PoolFuture<Void> submit(ProcessAction action);

    @Override
    <T> PoolFuture<T> submit(Callable<T> task);

    @Override
    PoolFuture<?> submit(Runnable task);

    @Override
    <T> PoolFuture<T> submit(Runnable task, T result);

    /**
     * Submits an action whose failure always fails the test.
     *
     * @param action what a worker is to run
     * @throws java.util.concurrent.RejectedExecutionException if the pool was shut down, or has failed
     */
    void execute(ProcessAction action);

    /**
     * Has a function applied to each item, in the order of the items.
     *
     * <p>Lazy: the source is read as results are taken from the stream, and never further ahead than a few items for each
     * worker. What the function throws comes at the place of its item, as a {@link java.util.concurrent.CompletionException};
     * an iterator of the stream continues with the next item after that. What the source throws comes after the results before
     * it.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param function what a worker does with an item
     * @param items the source, read by the thread that takes the results
     * @return the results; to be closed if not all of them are taken
     */
    default <T, R> Stream<R> map(ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
        return map(function, items, 1);
    }

    /**
     * Does the same with several items at once, which costs less for each.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param function what a worker does with an item
     * @param items the source
     * @param chunkSize how many items one task has, at least 1; if a worker dies, the items of its task are lost together
     * @return the results; to be closed if not all of them are taken
     * @throws IllegalArgumentException if the chunk size is less than 1
     */
    <T, R> Stream<R> map(ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize);

    /**
     * Has a function applied to each item; results come as they are there.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param function what a worker does with an item
     * @param items the source
     * @return the results; to be closed if not all of them are taken
     */
    default <T, R> Stream<R> mapUnordered(
            ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
        return mapUnordered(function, items, 1);
    }

    /**
     * Does the same with several items at once.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param function what a worker does with an item
     * @param items the source
     * @param chunkSize how many items one task has, at least 1
     * @return the results; to be closed if not all of them are taken
     * @throws IllegalArgumentException if the chunk size is less than 1
     */
    <T, R> Stream<R> mapUnordered(
            ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize);

    /**
     * Sets how further tasks are to be run.
     *
     * @param change what to change, given the options in force here
     * @return submits to this same pool, with those options; this object is unchanged
     * @throws dev.multiprocess.MultiProcessConfigurationException if the soft limit is not less than the hard limit
     */
    ProcessPool with(UnaryOperator<TaskOptions> change);

    /**
     * Returns the workers.
     *
     * @return those that are alive
     */
    List<ChildProcess<?>> workers();

    /**
     * Shuts the pool down and waits until all of its tasks are done. If this thread is interrupted meanwhile, running tasks
     * are stopped, as by {@link #shutdownNow()}.
     */
    @Override
    void close();
}
