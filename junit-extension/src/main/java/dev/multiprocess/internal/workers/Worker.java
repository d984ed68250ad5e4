package dev.multiprocess.internal.workers;

import dev.multiprocess.internal.process.Child;

/** A worker process of a pool. Its fields are guarded by the lock of the pool. */
final class Worker {

    /** In its name, which no other worker of the pool has had. */
    final int number;

    /** Its place among those that are there at the same time, from 0. */
    final int index;

    /** {@code null} until its process exists. */
    Child<?> child;

    /** What it runs; {@code null} if it is idle, or not up. */
    QueuedTask task;

    /** The number of the call that runs its task. */
    int call;

    /** How many tasks it has done. */
    int done;

    /** Whether it has ever been ready for tasks. */
    boolean ready;

    /** Whether it is ended on purpose. */
    boolean leaving;

    /** Whether the pool has killed it, at a limit or since a cancelled task did not end. */
    boolean killed;

    Worker(int number, int index) {
        this.number = number;
        this.index = index;
    }
}
