package dev.multiprocess.pool;

import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessTask;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Makes tasks of lambdas for an executor that knows nothing of processes. */
final class Tasks {

    /** A checked exception that is no one else's. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private Tasks() {}

    static <R> Callable<R> task(ProcessTask<R> task) {
        return task;
    }

    static Runnable action(ProcessAction action) {
        return action;
    }

    static <R> Callable<R> failing(String message) {
        return task(() -> {
            throw new RefusedException(message);
        });
    }

    /** Waits until there is an outcome, and returns what the future has thrown, or {@code null}. */
    static Throwable failureOf(Future<?> future) throws InterruptedException {
        try {
            future.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
