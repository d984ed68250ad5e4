package dev.multiprocess.internal.pool;

import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.pool.ProcessFunction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * The results of a function applied to items by the workers of a pool. Reads the source as results are taken, a few chunks
 * ahead for each worker. Not thread-safe.
 */
final class MapIterator<T, R> implements Iterator<R> {

    private static final int CHUNKS_AHEAD = 4;

    private final PoolBackend pool;
    private final ProcessFunction<? super T, ? extends R> function;
    private final Iterator<? extends T> source;
    private final int chunkSize;
    private final boolean ordered;
    private final Function<ChunkTask<T, R>, TaskFuture<ChunkTask.Results<R>>> submit;
    private final Deque<Chunk<T, R>> ahead = new ArrayDeque<>();
    private final Deque<R> ready = new ArrayDeque<>();

    /** What comes after the results that are ready. */
    private RuntimeException failure;

    /** What the source has thrown, which comes after all results. */
    private Throwable ofSource;

    private boolean cancelled;

    /** Items on their way. */
    private record Chunk<T, R>(List<T> items, TaskFuture<ChunkTask.Results<R>> results) {}

    MapIterator(
            PoolBackend pool,
            ProcessFunction<? super T, ? extends R> function,
            Iterator<? extends T> source,
            int chunkSize,
            boolean ordered,
            Function<ChunkTask<T, R>, TaskFuture<ChunkTask.Results<R>>> submit) {
        this.pool = pool;
        this.function = function;
        this.source = source;
        this.chunkSize = chunkSize;
        this.ordered = ordered;
        this.submit = submit;
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty() && failure == null) {
            fill();
        }
        return !ready.isEmpty() || failure != null || !ahead.isEmpty() || ofSource != null;
    }

    @Override
    public R next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all results were taken");
        }
        while (ready.isEmpty() && failure == null && !ahead.isEmpty()) {
            take(nextChunk());
            fill();
        }
        if (!ready.isEmpty()) {
            return value(ready.removeFirst());
        }
        if (failure != null) {
            RuntimeException thrown = failure;
            failure = null;
            throw thrown;
        }
        Throwable thrown = ofSource;
        ofSource = null;
        cancelled = true;
        throw MapIterator.<RuntimeException>unchanged(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException unchanged(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Queues of the JDK hold no null. */
    private static final Object NULL = new Object();

    @SuppressWarnings("unchecked")
    private R value(R kept) {
        return kept == NULL ? null : kept;
    }

    private void fill() {
        while (ofSource == null && !cancelled && ahead.size() < CHUNKS_AHEAD * pool.size()) {
            List<T> items = read();
            if (items.isEmpty()) {
                return;
            }
            ahead.addLast(submitted(items));
        }
    }

    private List<T> read() {
        List<T> items = new ArrayList<>();
        try {
            while (items.size() < chunkSize && source.hasNext()) {
                items.add(source.next());
            }
        } catch (RuntimeException | Error e) {
            ofSource = e;
        }
        return items;
    }

    private Chunk<T, R> submitted(List<T> items) {
        return new Chunk<>(items, submit.apply(new ChunkTask<>(function, items)));
    }

    private Chunk<T, R> nextChunk() {
        if (ordered) {
            return ahead.removeFirst();
        }
        try {
            pool.await(
                    "results of pool '" + pool.name() + "'",
                    ahead.stream().map(chunk -> chunk.results().submission()).toList(),
                    () -> ahead.stream().anyMatch(chunk -> chunk.results().isAnswered()),
                    Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessInterruptedException("interrupted while waiting for results of a pool", e);
        }
        Chunk<T, R> first = ahead.stream()
                .filter(chunk -> chunk.results().isAnswered())
                .findFirst()
                .orElseThrow();
        ahead.remove(first);
        return first;
    }

    @SuppressWarnings("unchecked")
    private void take(Chunk<T, R> chunk) {
        int done;
        try {
            ChunkTask.Results<R> results = chunk.results().join();
            results.values().forEach(value -> ready.addLast(value == null ? (R) NULL : value));
            done = results.values().size();
            if (results.failure() == null) {
                return;
            }
            failure = new CompletionException(results.failure());
        } catch (CompletionException e) {
            failure = e;
            done = 0;
            if (isLost(e)) {
                // The worker has died with the whole chunk.
                return;
            }
        }
        // Items after the one that failed are not its fault.
        List<T> rest = chunk.items()
                .subList(Math.min(done + 1, chunk.items().size()), chunk.items().size());
        if (!rest.isEmpty()) {
            ahead.addFirst(submitted(List.copyOf(new ArrayList<>(rest))));
        }
    }

    private static boolean isLost(CompletionException e) {
        return e.getCause() instanceof dev.multiprocess.ChildFailedException
                || e.getCause() instanceof dev.multiprocess.ChildTimeoutException;
    }

    /** Cancels what was submitted and is no longer wanted. */
    void cancel() {
        cancelled = true;
        for (Chunk<T, R> chunk : ahead) {
            // What it has failed with is of no interest, as its results are not.
            chunk.results().submission().lookedAt();
            chunk.results().cancel(true);
        }
        ahead.clear();
    }
}
