package dev.multiprocess.internal.child;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.pool.NeverBegun;
import dev.multiprocess.internal.pool.PoolBackend;
import dev.multiprocess.internal.pool.PoolCalls;
import dev.multiprocess.internal.pool.Submission;
import dev.multiprocess.internal.pool.TaskRequest;
import dev.multiprocess.internal.serial.ObjectCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A pool of the test JVM, as a child uses it. */
final class RemotePool implements PoolBackend {

    private final String handleId;
    private final PoolCalls pool;
    private final TestJvm testJvm;
    private final ObjectCodec serializer;
    private final Executor executor;
    private final String name;
    private final int size;

    RemotePool(String handleId, PoolCalls pool, TestJvm testJvm, ObjectCodec serializer, Executor executor) {
        this.handleId = handleId;
        this.pool = pool;
        this.testJvm = testJvm;
        this.serializer = serializer;
        this.executor = executor;
        name = pool.name();
        size = pool.size();
    }

    /** A task that this child has submitted. */
    private final class Submitted extends Submission {

        private final int number;
        private final int call;
        private CompletableFuture<Reply> answer;

        Submitted(int number, int call, Optional<String> label) {
            super(label.map(text -> "'" + text + "'").orElse("number " + number));
            this.number = number;
            this.call = call;
        }

        void ask() {
            answer = testJvm.link().call(call, PoolCalls.taskId(handleId, number), new byte[0]);
            answer.whenComplete((reply, gone) -> {
                if (reply != null) {
                    complete(reply);
                } else {
                    completeExceptionally(gone);
                }
            });
        }

        @Override
        public boolean cancelTask(boolean mayInterrupt) {
            boolean cancelled = !isDone() && pool.cancelFrom(number, mayInterrupt);
            if (cancelled) {
                completeExceptionally(new CancellationException("task " + label() + " was cancelled"));
            }
            return cancelled;
        }

        @Override
        public void lookedAt() {
            if (isDone() && !isCompletedExceptionally() && join().thrown()
                    || isCompletedExceptionally() && !isCancelled()) {
                pool.lookedAtFrom(number);
            } else if (!isDone()) {
                whenComplete((reply, failure) -> executor.execute(() -> pool.lookedAtFrom(number)));
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Submission submit(TaskRequest request) {
        int number = pool.submitFrom(request);
        Submitted task = new Submitted(
                number, testJvm.link().nextCall(), request.options().label());
        task.ask();
        return task;
    }

    @Override
    public boolean await(String what, List<? extends Submission> some, BooleanSupplier done, long nanos)
            throws InterruptedException {
        List<Waiting> waits = new ArrayList<>();
        for (Submission each : some) {
            if (each instanceof Submitted task) {
                waits.add(Waiting.forCall(task.call, what, 0, nanos != Long.MAX_VALUE, () -> !done.getAsBoolean()));
            }
        }
        try {
            return awaitDone(some, done, nanos);
        } finally {
            waits.forEach(Waiting::end);
        }
    }

    private static boolean awaitDone(List<? extends Submission> some, BooleanSupplier done, long nanos)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long end = System.nanoTime() + nanos;
        while (!done.getAsBoolean()) {
            CountDownLatch change = new CountDownLatch(1);
            some.stream()
                    .filter(each -> !each.isDone())
                    .forEach(each -> each.whenComplete((reply, failure) -> change.countDown()));
            if (done.getAsBoolean()) {
                // It came before this thread would have been woken.
                return true;
            }
            if (nanos == Long.MAX_VALUE) {
                change.await();
            } else if (!change.await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return done.getAsBoolean();
            }
        }
        return true;
    }

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return pool.shutdownNowFrom().stream()
                .<Runnable>map(content -> new NeverBegun(content, serializer))
                .toList();
    }

    @Override
    public boolean isShutdown() {
        return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long nanos) throws InterruptedException {
        try {
            return pool.awaitTerminationFrom(nanos);
        } catch (ProcessInterruptedException e) {
            Thread.interrupted();
            throw new InterruptedException(e.getMessage());
        }
    }

    @Override
    public List<ChildProcess<?>> workers() {
        return pool.workers();
    }

    @Override
    public ObjectCodec serializer() {
        return serializer;
    }

    @Override
    public Executor executor() {
        return executor;
    }
}
