package dev.multiprocess.internal.run;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs what must happen even if memory or threads have run out at that moment: deadlines, and the ends of children. A
 * test that uses up its heap for a while would otherwise never be ended.
 *
 * <p>What is run must be repeatable: it is retried.
 */
public final class PersistentExecutor implements Executor {

    private static final int MOST_TRIES = 100;
    private static final long PAUSE_NANOS = 50_000_000;

    private final Executor threads;

    public PersistentExecutor(Executor threads) {
        this.threads = threads;
    }

    /** Runs it in a thread of its own, or in this one if there can be no other. */
    @Override
    public void execute(Runnable repeatable) {
        try {
            threads.execute(() -> persist(repeatable));
        } catch (OutOfMemoryError e) {
            persist(repeatable);
        }
    }

    /** Runs it until it ends without an {@link OutOfMemoryError}, for five seconds at most. */
    public static void persist(Runnable repeatable) {
        for (int left = MOST_TRIES; left > 0; left--) {
            try {
                repeatable.run();
                return;
            } catch (OutOfMemoryError e) {
                if (left == 1) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
