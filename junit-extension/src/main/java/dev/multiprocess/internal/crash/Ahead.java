package dev.multiprocess.internal.crash;

import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.task.Thrown;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * Does things of a list on several threads, a little ahead of who asks for the results one after the other. Nothing is
 * begun before the first result is asked for. Thread-safe.
 *
 * @param <T> a result
 */
final class Ahead<T> {

    private final int size;
    private final int width;
    private final Executor threads;
    private final IntConsumer begin;
    private final IntFunction<T> action;
    private final IntConsumer over;
    private final List<CompletableFuture<T>> results = new ArrayList<>();
    private boolean ended;

    /**
     * Begins nothing.
     *
     * @param size of the list
     * @param width how many are done at once, from the one that is asked for on
     * @param begin called before an action, in their order
     * @param action makes the result of an index
     * @param over called after each action, and for one that no thread has taken
     */
    Ahead(int size, int width, Executor threads, IntConsumer begin, IntFunction<T> action, IntConsumer over) {
        this.size = size;
        this.width = width;
        this.threads = threads;
        this.begin = begin;
        this.action = action;
        this.over = over;
        for (int i = 0; i < size; i++) {
            results.add(null);
        }
    }

    /** Waits for a result. */
    T result(int index) {
        try {
            return begun(index).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessInterruptedException("interrupted while waiting for a crash test", e);
        } catch (ExecutionException e) {
            throw Thrown.unchanged(e.getCause());
        }
    }

    private synchronized CompletableFuture<T> begun(int index) {
        for (int i = index; i < Math.min(index + width, size); i++) {
            if (results.get(i) == null && !ended) {
                results.set(i, begin(i));
            }
        }
        CompletableFuture<T> result = results.get(index);
        return result != null
                ? result
                : CompletableFuture.failedFuture(new IllegalStateException("the test has ended"));
    }

    private CompletableFuture<T> begin(int index) {
        begin.accept(index);
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> act(index, result));
        } catch (RuntimeException e) {
            // The run is ending.
            over.accept(index);
            result.completeExceptionally(e);
        }
        return result;
    }

    private void act(int index, CompletableFuture<T> result) {
        try {
            result.complete(action.apply(index));
        } catch (Throwable e) {
            // Thrown where the result is asked for.
            result.completeExceptionally(e);
        } finally {
            over.accept(index);
        }
    }

    /** Begins no more, and waits for what has begun. */
    void end() {
        List<CompletableFuture<T>> begun;
        synchronized (this) {
            ended = true;
            begun = results.stream().filter(result -> result != null).toList();
        }
        begun.forEach(result -> result.handle((value, failure) -> value).join());
    }
}
