package dev.multiprocess.internal.workers;

import dev.multiprocess.internal.pool.Submission;
import dev.multiprocess.internal.pool.TaskRequest;
import java.util.concurrent.CancellationException;

/** A task of a pool, from its submission to its outcome. Its fields are guarded by the lock of the pool. */
final class QueuedTask extends Submission {

    final int number;
    final TaskRequest request;
    private final Cancellation cancellation;

    /** Which runs it; {@code null} if none does. */
    Worker worker;

    /** Whether its worker has said that it begins. */
    boolean begun;

    /** Whether it is to be interrupted, now or as soon as its worker has it; read without the lock as well. */
    volatile boolean toBeInterrupted;

    /** How its soft limit was passed; {@code null} if it was not. */
    String atSoftLimit;

    /** How its hard limit was passed; {@code null} if it was not. */
    String atHardLimit;

    /** Whether any thread waits for it, or has: set before that looks whether it is done. */
    volatile boolean awaited;

    private volatile boolean lookedAt;

    /** How tasks are cancelled, wherever they are. */
    interface Cancellation {

        /**
         * Cancels a task.
         *
         * @return false if it was done
         */
        boolean cancel(QueuedTask task, boolean mayInterrupt);
    }

    QueuedTask(Cancellation cancellation, int number, TaskRequest request) {
        super(request.options().label().map(label -> "'" + label + "'").orElse("number " + number));
        this.cancellation = cancellation;
        this.number = number;
        this.request = request;
    }

    @Override
    public boolean cancelTask(boolean mayInterrupt) {
        return cancellation.cancel(this, mayInterrupt);
    }

    @Override
    public void lookedAt() {
        lookedAt = true;
    }

    /** Whether it is done and has failed; one that was cancelled has not. */
    boolean hasFailed() {
        return isCompletedExceptionally() ? !isCancelled() : isDone() && join().thrown();
    }

    /** Whether it has failed and no code knows. */
    boolean isUnseenFailure() {
        return hasFailed() && (request.unlooked() || !lookedAt);
    }

    boolean isOpen() {
        return !isDone();
    }

    /** Whether a limit, or the end of the stop grace, may still end it while it runs. */
    boolean isTimed() {
        return isCancelled()
                || request.options().hardLimit().isPresent()
                || request.options().softLimit().isPresent() && atSoftLimit == null;
    }

    void cancelled() {
        completeExceptionally(new CancellationException("task " + label() + " was cancelled"));
    }
}
