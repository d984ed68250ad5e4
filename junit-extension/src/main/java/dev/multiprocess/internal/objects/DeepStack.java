package dev.multiprocess.internal.objects;

import dev.multiprocess.internal.thread.Uninterruptibly;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Runs what recurses deeply on a thread with a stack of its own, which uses memory only as deep as it gets. */
public final class DeepStack {

    private static final long STACK_BYTES = 512L << 20;

    private DeepStack() {}

    private static final class DeepThread extends Thread {

        DeepThread(Runnable task, long stackBytes) {
            super(null, task, "multiprocess-deep-graph", stackBytes);
        }
    }

    /** Runs a task to its end on another thread, and throws what it throws; an interrupt does not end it. */
    public static <T> T run(Supplier<T> task) {
        return run(task, STACK_BYTES);
    }

    /** The same, with an ordinary, unused stack. */
    static <T> T runFresh(Supplier<T> task) {
        return run(task, 0);
    }

    /** Whether there is no deeper stack than that of the current thread. */
    private static boolean isHere() {
        return Thread.currentThread() instanceof DeepThread;
    }

    /** Rethrows the error if what has failed may succeed on a deeper stack. */
    public static void requireDeepest(Throwable failure) {
        if (failure instanceof StackOverflowError overflow && !isHere()) {
            throw overflow;
        }
    }

    private static <T> T run(Supplier<T> task, long stackBytes) {
        FutureTask<T> future = new FutureTask<>(task::get);
        Thread thread = new DeepThread(future, stackBytes);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        try {
            return Uninterruptibly.get(future::get);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }
}
