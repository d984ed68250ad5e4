package dev.multiprocess.internal.crash;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * By directories and promises, what came of something that is done once for equal ones. Thread-safe.
 *
 * @param <T> what came of it
 */
final class Checks<T> {

    private final Map<String, CompletableFuture<T>> byDigest = new ConcurrentHashMap<>();

    /** What is done once. */
    interface Action<T> {

        T run() throws IOException, InterruptedException;
    }

    /**
     * Claims a directory for the caller, who must {@link #run} something for it then.
     *
     * @return what another one does with an equal one, or has done; empty if the caller is the first
     */
    Optional<CompletableFuture<T>> claim(String digest) {
        return Optional.ofNullable(byDigest.putIfAbsent(digest, new CompletableFuture<>()));
    }

    /** Runs what the caller has claimed a directory for. */
    T run(String digest, String key, Action<T> action) throws IOException, InterruptedException {
        CompletableFuture<T> result = byDigest.get(digest);
        try {
            T value = action.run();
            result.complete(value);
            return value;
        } finally {
            // If there is none: those that wait for it must not wait for ever.
            result.completeExceptionally(new IllegalStateException("crash " + key + " could not be checked"));
        }
    }

    /** Waits for what another one does. */
    static <T> T join(CompletableFuture<T> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }
}
