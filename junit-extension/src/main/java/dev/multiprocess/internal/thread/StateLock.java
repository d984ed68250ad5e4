package dev.multiprocess.internal.thread;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One lock for the state of all children of a test, and one condition for all threads that wait for any of it.
 *
 * <p>Waits on a condition, not on a future: JUnit's parallel execution starts more tests while a future is waited for.
 */
public final class StateLock {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();

    public <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    public void change(Runnable action) {
        lock.lock();
        try {
            action.run();
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a condition holds.
     *
     * @param nanos {@link Long#MAX_VALUE} waits for ever
     * @param requirement throws what ends the wait early
     * @return false if it did not hold in time
     */
    public boolean await(BooleanSupplier done, long nanos, Runnable requirement) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!done.getAsBoolean()) {
                requirement.run();
                if (left <= 0) {
                    return false;
                }
                if (nanos == Long.MAX_VALUE) {
                    change.await();
                } else {
                    left = change.awaitNanos(left);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a condition holds; an interrupt does not end the wait, and is set again. */
    public boolean awaitQuietly(BooleanSupplier done, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        return Uninterruptibly.get(() -> await(done, Math.max(0, end - System.nanoTime()), () -> {}));
    }
}
