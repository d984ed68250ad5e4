package dev.multiprocess.sync;

import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/**
 * A flag for which threads of any process wait: a gate that is opened by {@link #set()} and closed by {@link #clear()}.
 *
 * <p>{@link #set()} lets all threads continue that wait at that moment, also if it is cleared at once. What a process has set stays so
 * when it dies. Each wait ends with the deadline of the test: it throws {@link dev.multiprocess.ChildTimeoutException}
 * then.
 *
 * <p>It is a parameter of a test, or made by {@link dev.multiprocess.Processes#event}, and not set at first; it may be
 * captured by tasks, put into queues, passed and returned. Any thread of any process may use it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ProcessEvent {

    /**
     * Returns its name: that of the parameter, or the one it was made with.
     *
     * @return as it is shown in messages
     */
    String name();

    /** Sets it, unless it is set. */
    void set();

    /** Clears it, unless it is not set. */
    void clear();

    /**
     * Returns whether it is set.
     *
     * @return as of now
     */
    boolean isSet();

    /**
     * Waits until it is set, or was in between.
     *
     * @throws InterruptedException if this thread was interrupted
     */
    void await() throws InterruptedException;

    /**
     * Waits until it is set, or was in between, for a time.
     *
     * @param timeout the longest wait
     * @param unit of the timeout
     * @return false if it was not set all the time
     * @throws InterruptedException if this thread was interrupted
     */
    boolean await(long timeout, TimeUnit unit) throws InterruptedException;
}
