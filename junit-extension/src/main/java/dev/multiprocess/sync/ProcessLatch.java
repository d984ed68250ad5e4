package dev.multiprocess.sync;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/**
 * Lets threads of any process wait until others have counted it down to zero, once. Its methods do what those of {@link
 * CountDownLatch} do.
 *
 * <p>What a process has counted down stays so when it dies. Each wait ends with the deadline of the test: it throws {@link
 * dev.multiprocess.ChildTimeoutException} then.
 *
 * <p>It is a parameter of a test with {@link Count}, or made by {@link dev.multiprocess.Processes#latch}; it may be captured
 * by tasks, put into queues, passed and returned. Any thread of any process may use it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ProcessLatch {

    /**
     * Returns its name: that of the parameter, or the one it was made with.
     *
     * @return as it is shown in messages
     */
    String name();

    /**
     * Waits until the count is zero.
     *
     * @throws InterruptedException if this thread was interrupted
     */
    void await() throws InterruptedException;

    /**
     * Waits until the count is zero, for a time.
     *
     * @param timeout the longest wait
     * @param unit of the timeout
     * @return whether the count is zero
     * @throws InterruptedException if this thread was interrupted
     */
    boolean await(long timeout, TimeUnit unit) throws InterruptedException;

    /** Counts down by one, unless the count is zero. */
    void countDown();

    /**
     * Returns the count.
     *
     * @return as of now
     */
    long getCount();
}
