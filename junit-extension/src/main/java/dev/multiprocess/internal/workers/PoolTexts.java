package dev.multiprocess.internal.workers;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.internal.report.ChildFacts;
import dev.multiprocess.internal.report.FailureTexts;
import java.time.Duration;
import java.util.List;

/** What tasks of a pool fail with that the worker could not say. */
final class PoolTexts {

    private PoolTexts() {}

    /** The worker died under the task. */
    static ChildFailedException workerDied(QueuedTask task, String pool, ChildFacts worker) {
        return new ChildFailedException(
                FailureTexts.workerDied(task.label(), pool, worker),
                worker.id().name(),
                worker.id().pid(),
                worker.exit(),
                worker.output().last(),
                null);
    }

    /** The task was still running at its hard limit. */
    static ChildTimeoutException hardLimit(QueuedTask task, String pool, ChildFacts worker) {
        Duration limit = task.request.options().hardLimit().orElseThrow();
        return new ChildTimeoutException(
                FailureTexts.workerKilled(task.label(), pool, worker, limit, task.atHardLimit),
                List.of(worker.id().name()),
                limit);
    }

    /** The task was interrupted at its soft limit, and has thrown something. */
    static ChildTimeoutException softLimit(QueuedTask task, String pool, ChildFacts worker, Throwable thrown) {
        Duration limit = task.request.options().softLimit().orElseThrow();
        ChildTimeoutException late = new ChildTimeoutException(
                FailureTexts.workerInterrupted(task.label(), pool, worker, limit, task.atSoftLimit, thrown),
                List.of(worker.id().name()),
                limit);
        late.initCause(thrown);
        return late;
    }

    /** The task had not begun in time. */
    static ChildTimeoutException waitLimit(QueuedTask task, String pool) {
        Duration limit = task.request.options().waitLimit().orElseThrow();
        return new ChildTimeoutException(FailureTexts.taskWaited(task.label(), pool, limit), List.of(), limit);
    }
}
