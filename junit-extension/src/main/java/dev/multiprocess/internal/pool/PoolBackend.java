package dev.multiprocess.internal.pool;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.internal.serial.ObjectCodec;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** The pool itself, or the way to it. Any thread. */
public interface PoolBackend {

    /** Its name. */
    String name();

    /** The most workers that it has. */
    int size();

    /**
     * Submits a task.
     *
     * @throws java.util.concurrent.RejectedExecutionException if it takes none any more
     */
    Submission submit(TaskRequest request);

    /**
     * Waits for tasks, as all waits of a test do: with its deadline, and shown.
     *
     * @param what completes the sentence that the thread waits for it
     * @param some of the tasks that it waits for
     * @param done when to return
     * @param nanos {@link Long#MAX_VALUE} waits without limit
     * @return false if it was not done in time
     * @throws InterruptedException if this thread was interrupted
     */
    boolean await(String what, List<? extends Submission> some, BooleanSupplier done, long nanos)
            throws InterruptedException;

    void shutdown();

    /** Stops tasks that run, and returns those that have never begun. */
    List<Runnable> shutdownNow();

    boolean isShutdown();

    boolean isTerminated();

    boolean awaitTermination(long nanos) throws InterruptedException;

    List<ChildProcess<?>> workers();

    /** Writes tasks and reads results. */
    ObjectCodec serializer();

    /** Threads for what depends on tasks. */
    Executor executor();
}
