package dev.multiprocess.sync;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apiguardian.api.API;

/**
 * Where threads of any process wait until all parties are there, again and again. Its methods do what those of {@link
 * CyclicBarrier} do.
 *
 * <p><b>The death of a process that has the barrier breaks it</b>, for all threads that wait and will wait, until {@link #reset()};
 * the message of the exception names the process. A process has it from when it was started with it, or has got it in any
 * other way. One that ends well, or that the test stops, does not break it, unless it waits.
 *
 * <p>Each wait ends with the deadline of the test: it throws {@link dev.multiprocess.ChildTimeoutException} then.
 *
 * <p>It is a parameter of a test with {@link Parties}, or made by {@link dev.multiprocess.Processes#barrier}; it may be
 * captured by tasks, put into queues, passed and returned. Any thread of any process may use it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ProcessBarrier {

    /**
     * Returns its name: that of the parameter, or the one it was made with.
     *
     * @return as it is shown in messages
     */
    String name();

    /**
     * Waits until all parties are there. The last to come runs the action of the barrier, if there is one, in its process.
     *
     * @return how many came later: 0 for the last
     * @throws InterruptedException if this thread was interrupted, which breaks the barrier
     * @throws BrokenBarrierException if the barrier is broken, or was reset meanwhile
     */
    int await() throws InterruptedException, BrokenBarrierException;

    /**
     * Waits until all parties are there, for a time.
     *
     * @param timeout the longest wait
     * @param unit of the timeout
     * @return how many came later: 0 for the last
     * @throws InterruptedException if this thread was interrupted, which breaks the barrier
     * @throws BrokenBarrierException if the barrier is broken, or was reset meanwhile
     * @throws TimeoutException if the time was over, which breaks the barrier
     */
    int await(long timeout, TimeUnit unit) throws InterruptedException, BrokenBarrierException, TimeoutException;

    /** Makes it whole, and as if no thread had come; those that wait get {@link BrokenBarrierException}. */
    void reset();

    /**
     * Returns whether it is broken.
     *
     * @return as of now
     */
    boolean isBroken();

    /**
     * Returns how many must come.
     *
     * @return as it was made
     */
    int getParties();

    /**
     * Returns how many wait.
     *
     * @return 0 if it is broken
     */
    int getNumberWaiting();
}
