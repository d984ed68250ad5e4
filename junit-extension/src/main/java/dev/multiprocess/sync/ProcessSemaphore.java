package dev.multiprocess.sync;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/**
 * Permits that all processes of a test share. Its methods do what those of a {@link Semaphore} do that is not fair.
 *
 * <p><b>Permits are owned</b>, unless it was made without that: a permit belongs to the process that has acquired it. Any
 * thread of that process may release it, and no other process; and <b>when the process dies, its permits return</b>.
 * So there are never more permits than at first.
 *
 * <p>With permits that are <b>not owned</b> any process may release, also what it has not acquired, as with {@link
 * Semaphore}; a permit that a dead process had acquired does not return. Their number has a bound, above which a release
 * throws.
 *
 * <p>Each wait ends with the deadline of the test: it throws {@link dev.multiprocess.ChildTimeoutException} then, and the
 * thread has acquired nothing.
 *
 * <p>It is a parameter of a test with {@link Permits}, or made by {@link dev.multiprocess.Processes#semaphore}; it may be
 * captured by tasks, put into queues, passed and returned. Any thread of any process may use it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ProcessSemaphore {

    /**
     * Returns its name: that of the parameter, or the one it was made with.
     *
     * @return as it is shown in messages
     */
    String name();

    /**
     * Returns whether permits belong to the process that has acquired them.
     *
     * @return false if any process may release
     */
    boolean isOwned();

    /**
     * Acquires a permit, and waits until there is one.
     *
     * @throws InterruptedException if this thread was interrupted; nothing was acquired
     */
    default void acquire() throws InterruptedException {
        acquire(1);
    }

    /**
     * Acquires permits, all at once, and waits until there are as many.
     *
     * @param permits how many, at least 0
     * @throws InterruptedException if this thread was interrupted; nothing was acquired
     */
    void acquire(int permits) throws InterruptedException;

    /** Acquires a permit, and waits until there is one, also when interrupted. */
    default void acquireUninterruptibly() {
        acquireUninterruptibly(1);
    }

    /**
     * Acquires permits, all at once, and waits until there are as many, also when interrupted.
     *
     * @param permits how many, at least 0
     */
    void acquireUninterruptibly(int permits);

    /**
     * Acquires a permit if there is one.
     *
     * @return whether it was acquired
     */
    default boolean tryAcquire() {
        return tryAcquire(1);
    }

    /**
     * Acquires permits if there are as many.
     *
     * @param permits how many, at least 0
     * @return whether they were acquired
     */
    boolean tryAcquire(int permits);

    /**
     * Acquires a permit, and waits for one for a time.
     *
     * @param timeout the longest wait
     * @param unit of the timeout
     * @return whether it was acquired
     * @throws InterruptedException if this thread was interrupted; nothing was acquired
     */
    default boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
        return tryAcquire(1, timeout, unit);
    }

    /**
     * Acquires permits, all at once, and waits for them for a time.
     *
     * @param permits how many, at least 0
     * @param timeout the longest wait
     * @param unit of the timeout
     * @return whether they were acquired
     * @throws InterruptedException if this thread was interrupted; nothing was acquired
     */
    boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException;

    /**
     * Releases a permit.
     *
     * @throws IllegalStateException as {@link #release(int)}
     */
    default void release() {
        release(1);
    }

    /**
     * Releases permits.
     *
     * @param permits how many, at least 0
     * @throws IllegalStateException if permits are owned and this process does not have as many, or if they are not and
     *     there would be more than the bound; nothing was released
     */
    void release(int permits);

    /**
     * Acquires all permits that there are.
     *
     * @return how many
     */
    int drainPermits();

    /**
     * Returns how many permits can be acquired.
     *
     * @return as of now
     */
    int availablePermits();
}
