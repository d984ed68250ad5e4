package dev.multiprocess.internal.serial;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Runs what recurses deeply on a thread with a stack of its own: memory is used only as far as it gets. */
final class DeepStack {

    private static final long STACK_BYTES = 512L << 20;

    private DeepStack() {}

    /** Runs a task to its end on another thread, and throws what it throws; is not ended by an interrupt. */
    static <T> T run(Supplier<T> task) {
        FutureTask<T> future = new FutureTask<>(task::get);
        Thread thread = new Thread(null, future, "multiprocess-deep-graph", STACK_BYTES);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
