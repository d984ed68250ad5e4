package dev.multiprocess.internal.pool;

import dev.multiprocess.ChildProcess;
import java.util.List;

/** What children call on a pool: what they submit has a number there. */
public interface PoolCalls {

    /** The method that waits. */
    String WAITING = "awaitTerminationFrom";

    /** What handles of tasks begin with. */
    String TASK = "task:";

    /**
     * Returns the handle of a task; a call of it is answered when the task is done.
     *
     * @param poolId the pool's handle
     * @param task its number
     */
    static String taskId(String poolId, int task) {
        return TASK + task + ":" + poolId;
    }

    String name();

    int size();

    /** Submits a task, and returns its number. */
    int submitFrom(TaskRequest request);

    boolean cancelFrom(int task, boolean mayInterrupt);

    /** Notes that code has looked at what became of a task. */
    void lookedAtFrom(int task);

    void shutdown();

    /** Stops tasks that run, and returns those that have never begun. */
    List<NeverBegun.Content> shutdownNowFrom();

    boolean isShutdown();

    boolean isTerminated();

    boolean awaitTerminationFrom(long nanos) throws InterruptedException;

    List<ChildProcess<?>> workers();
}
