package dev.multiprocess.internal.workers;

import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.process.ChildHost;
import java.time.Duration;

/** What a pool needs of its test. Any thread. */
public interface PoolHost {

    /**
     * Starts a worker.
     *
     * @param name of the child
     * @param index its number in the pool, from 0
     * @return whose process exists
     */
    Child<?> startWorker(String name, int index);

    /** What children need of their test. */
    ChildHost children();

    /** How long a task may take to end after it was interrupted. */
    Duration stopGrace();
}
