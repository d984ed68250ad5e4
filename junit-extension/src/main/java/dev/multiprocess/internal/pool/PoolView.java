package dev.multiprocess.internal.pool;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.task.ActionTask;
import dev.multiprocess.pool.PoolFuture;
import dev.multiprocess.pool.ProcessFunction;
import dev.multiprocess.pool.ProcessPool;
import dev.multiprocess.pool.TaskOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A pool with options for the tasks that are submitted here. */
public final class PoolView implements ProcessPool, Handle {

    private final String handleId;
    private final PoolBackend pool;
    private final TaskOptions options;

    /**
     * A view of a pool.
     *
     * @param handleId by which other processes find the pool; they use it with default options
     */
    public PoolView(String handleId, PoolBackend pool, TaskOptions options) {
        this.handleId = handleId;
        this.pool = pool;
        this.options = options;
    }

    @Override
    public String handleId() {
        return handleId;
    }

    /** The pool itself, or the way to it. */
    public PoolBackend backend() {
        return pool;
    }

    @Override
    public String name() {
        return pool.name();
    }

    @Override
    public ProcessPool with(UnaryOperator<TaskOptions> change) {
        Objects.requireNonNull(change, "the change of options must not be null");
        TaskOptions changed = Objects.requireNonNull(change.apply(options), "the changed options must not be null");
        if (changed.softLimit().isPresent()
                && changed.hardLimit().isPresent()
                && changed.softLimit().get().compareTo(changed.hardLimit().get()) >= 0) {
            throw new MultiProcessConfigurationException("softLimit must be less than hardLimit: softLimit="
                    + changed.softLimit().get() + ", hardLimit="
                    + changed.hardLimit().get());
        }
        return new PoolView(handleId, pool, changed);
    }

    @Override
    public List<ChildProcess<?>> workers() {
        return pool.workers();
    }

    // ---- submitting

    @Override
    public <R> PoolFuture<R> submit(ProcessTask<R> task) {
        return submitted(task, false, null);
    }

    @Override
    public PoolFuture<Void> submit(ProcessAction action) {
        return submitted(new ActionTask(notNull(action)), false, null);
    }

    @Override
    public <T> PoolFuture<T> submit(Callable<T> task) {
        return submitted(task, false, null);
    }

    @Override
    public PoolFuture<?> submit(Runnable task) {
        return submit(task, null);
    }

    @Override
    public <T> PoolFuture<T> submit(Runnable task, T result) {
        return submitted(new RunnableTask(notNull(task)), true, result);
    }

    @Override
    public void execute(Runnable task) {
        execute(new RunnableTask(notNull(task)));
    }

    @Override
    public void execute(ProcessAction action) {
        execute(new ActionTask(notNull(action)));
    }

    private void execute(Callable<?> task) {
        pool.submit(new TaskRequest(options, written(task), true));
    }

    private <R> TaskFuture<R> submitted(Callable<?> task, boolean hasResult, Object result) {
        return this.<R>future(task, hasResult, result).watched();
    }

    private <R> TaskFuture<R> future(Callable<?> task, boolean hasResult, Object result) {
        Submission submission = pool.submit(new TaskRequest(options, written(notNull(task)), false));
        return new TaskFuture<>(pool, submission, hasResult, result);
    }

    private byte[] written(Callable<?> task) {
        String label = options.label().map(text -> " '" + text + "'").orElse("");
        return pool.serializer().write(task, "task" + label + " of pool '" + pool.name() + "'");
    }

    private static <T> T notNull(T task) {
        return Objects.requireNonNull(task, "a task of a pool must not be null");
    }

    // ---- map

    @Override
    public <T, R> Stream<R> map(
            ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
        return stream(function, items, chunkSize, true);
    }

    @Override
    public <T, R> Stream<R> mapUnordered(
            ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
        return stream(function, items, chunkSize, false);
    }

    private <T, R> Stream<R> stream(
            ProcessFunction<? super T, ? extends R> function,
            Iterable<? extends T> items,
            int chunkSize,
            boolean ordered) {
        Objects.requireNonNull(function, "the function must not be null");
        Objects.requireNonNull(items, "the items must not be null");
        if (chunkSize < 1) {
            throw new IllegalArgumentException("the chunk size must be at least 1: chunkSize=" + chunkSize);
        }
        MapIterator<T, R> results = new MapIterator<>(
                pool, function, items.iterator(), chunkSize, ordered, chunk -> future(chunk, false, null));
        Spliterator<R> split = Spliterators.spliteratorUnknownSize(results, ordered ? Spliterator.ORDERED : 0);
        return StreamSupport.stream(split, false).onClose(results::cancel);
    }

    // ---- several tasks

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return invokeAllWithin(tasks, Long.MAX_VALUE);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return invokeAllWithin(tasks, Math.max(0, unit.toNanos(timeout)));
    }

    private <T> List<Future<T>> invokeAllWithin(Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException {
        long end = end(nanos);
        List<TaskFuture<T>> all = submitAll(tasks);
        boolean done = false;
        try {
            done = pool.await(
                    "all of " + all.size() + " tasks of pool '" + pool.name() + "'",
                    submissions(all),
                    () -> all.stream().allMatch(TaskFuture::isAnswered),
                    left(end));
        } finally {
            if (!done) {
                all.forEach(task -> task.cancel(true));
            }
        }
        all.forEach(TaskFuture::isDone);
        return List.copyOf(all);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAnyWithin(tasks, Long.MAX_VALUE);
        } catch (TimeoutException e) {
            throw new AssertionError("a wait without limit does not time out", e);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return invokeAnyWithin(tasks, Math.max(0, unit.toNanos(timeout)));
    }

    private <T> T invokeAnyWithin(Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = end(nanos);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("invokeAny needs at least one task");
        }
        List<TaskFuture<T>> all = submitAll(tasks);
        List<TaskFuture<T>> open = new ArrayList<>(all);
        ExecutionException last = null;
        try {
            while (!open.isEmpty()) {
                if (!pool.await(
                        "any of " + open.size() + " tasks of pool '" + pool.name() + "'",
                        submissions(open),
                        () -> open.stream().anyMatch(TaskFuture::isAnswered),
                        left(end))) {
                    throw new TimeoutException("none of the tasks has returned in time");
                }
                TaskFuture<T> first =
                        open.stream().filter(TaskFuture::isAnswered).findFirst().orElseThrow();
                open.remove(first);
                try {
                    return first.get();
                } catch (ExecutionException e) {
                    last = e;
                } catch (CancellationException e) {
                    last = new ExecutionException(e);
                }
            }
            throw last;
        } finally {
            for (TaskFuture<T> task : all) {
                task.submission().lookedAt();
                task.cancel(true);
            }
        }
    }

    private <T> List<TaskFuture<T>> submitAll(Collection<? extends Callable<T>> tasks) {
        tasks.forEach(PoolView::notNull);
        List<TaskFuture<T>> all = new ArrayList<>();
        try {
            for (Callable<T> task : tasks) {
                TaskFuture<T> submitted = submitted(task, false, null);
                submitted.submission().lookedAt();
                all.add(submitted);
            }
            return all;
        } catch (RuntimeException e) {
            all.forEach(task -> task.cancel(true));
            throw e;
        }
    }

    private static List<Submission> submissions(List<? extends TaskFuture<?>> tasks) {
        List<Submission> all = new ArrayList<>();
        tasks.forEach(task -> all.add(task.submission()));
        return all;
    }

    private static long end(long nanos) {
        return nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
    }

    private static long left(long end) {
        return end == Long.MAX_VALUE ? end : Math.max(0, end - System.nanoTime());
    }

    // ---- the end

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return pool.shutdownNow();
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
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(Math.max(0, unit.toNanos(timeout)));
    }

    @Override
    public void close() {
        pool.shutdown();
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            try {
                over = pool.awaitTermination(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                if (!interrupted) {
                    pool.shutdownNow();
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PoolView view && view.handleId.equals(handleId);
    }

    @Override
    public int hashCode() {
        return handleId.hashCode();
    }

    @Override
    public String toString() {
        return "pool '" + pool.name() + "'";
    }
}
