package dev.multiprocess.internal.pool;

import dev.multiprocess.NotTransferableException;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import dev.multiprocess.pool.PoolFuture;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What becomes of a task. The worker's answer is read by the thread that asks for it first, or by one of ours: what it is
 * made of may run code of the user.
 */
final class TaskFuture<R> extends CompletableFuture<R> implements PoolFuture<R> {

    private final PoolBackend pool;
    private final Submission submission;

    /** What it is instead of what the task returns; null for that. */
    private final Object result;

    private final boolean hasResult;

    TaskFuture(PoolBackend pool, Submission submission, boolean hasResult, Object result) {
        this.pool = pool;
        this.submission = submission;
        this.hasResult = hasResult;
        this.result = result;
    }

    /** Has it completed by one of our threads when the answer is there, even if no thread asks. */
    TaskFuture<R> watched() {
        submission.whenComplete((reply, failure) -> pool.executor().execute(this::settle));
        return this;
    }

    Submission submission() {
        return submission;
    }

    @Override
    public String label() {
        return submission.label();
    }

    /** Whether the answer is there. */
    boolean isAnswered() {
        return submission.isDone();
    }

    private void settle() {
        if (submission.isDone() && !super.isDone()) {
            synchronized (submission) {
                if (!super.isDone()) {
                    submission.whenComplete(this::settle);
                }
            }
        }
    }

    private void settle(Reply reply, Throwable failure) {
        if (failure instanceof CancellationException) {
            super.cancel(false);
        } else if (failure != null) {
            completeExceptionally(failure);
        } else {
            read(reply);
        }
    }

    @SuppressWarnings("unchecked") // the worker has called the task that was submitted
    private void read(Reply reply) {
        try {
            Object value = pool.serializer().read(reply.bytes());
            if (reply.thrown()) {
                completeExceptionally((Throwable) value);
            } else {
                complete((R) (hasResult ? result : value));
            }
        } catch (UnreadableObjectException e) {
            completeExceptionally(new NotTransferableException(
                    "what task " + label() + " of pool '" + pool.name() + "' returned or threw cannot be read here: "
                            + e.getMessage(),
                    e.className(),
                    e.getCause()));
        } catch (RuntimeException | Error e) {
            completeExceptionally(e);
        }
    }

    private boolean await(long nanos) throws InterruptedException {
        boolean done = isDone()
                || pool.await(
                        "task " + label() + " of pool '" + pool.name() + "'",
                        List.of(submission),
                        submission::isDone,
                        nanos);
        settle();
        return done;
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        submission.lookedAt();
        await(Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        submission.lookedAt();
        if (!await(Math.max(0, unit.toNanos(timeout)))) {
            throw new TimeoutException("task " + label() + " of pool '" + pool.name() + "' is not done");
        }
        return super.get();
    }

    @Override
    public R join() {
        submission.lookedAt();
        try {
            await(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessInterruptedException("interrupted while waiting for task " + label(), e);
        }
        return super.join();
    }

    @Override
    public R getNow(R absent) {
        submission.lookedAt();
        settle();
        return super.getNow(absent);
    }

    @Override
    public boolean isDone() {
        settle();
        return super.isDone();
    }

    @Override
    public boolean isCancelled() {
        settle();
        return super.isCancelled();
    }

    @Override
    public boolean isCompletedExceptionally() {
        settle();
        return super.isCompletedExceptionally();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (!super.isDone() && submission.cancelTask(mayInterruptIfRunning)) {
            super.cancel(mayInterruptIfRunning);
        }
        return isCancelled();
    }

    /** Called for each stage that depends on this one. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        submission.lookedAt();
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<R> toCompletableFuture() {
        submission.lookedAt();
        return this;
    }
}
