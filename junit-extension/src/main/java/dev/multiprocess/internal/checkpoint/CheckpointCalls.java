package dev.multiprocess.internal.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * What every process asks of the checkpoints of a test, of which the test JVM decides. The names of methods that wait
 * begin with {@value #WAITING}; only those can be interrupted.
 */
public interface CheckpointCalls {

    /** What the names of methods begin with that wait. */
    String WAITING = "await";

    /** The number of an arrival that need not wait. */
    long CONTINUES = 0;

    /**
     * Finds where a point is counted.
     *
     * @param process the number of the child that is about to reach it; 0 for the test JVM
     * @param point its name
     * @return the same for the same name, in every process
     */
    int slot(int process, String point);

    /**
     * Notes that a thread has reached a point which is watched; it is not answered if the process is to be killed.
     *
     * @param process the number of a child; 0 for the test JVM
     * @param point its name
     * @param count how often it has been reached, this time included
     * @return {@link #CONTINUES}, or a number to wait with
     */
    long arrive(int process, String point, long count);

    /**
     * Waits until a thread that has arrived may continue.
     *
     * @param arrival from {@link #arrive}; one that has left need not wait
     */
    void awaitTurn(long arrival);

    /** Notes that a thread that has arrived waits no more. */
    void leave(long arrival);

    /**
     * Declares a point at methods, for children that are started from now on.
     *
     * @param method as a test gives it
     * @param exit whether the point is at their end
     * @return the name of the point
     */
    String at(String method, boolean exit);

    void hold(String point);

    void release(String point);

    /**
     * Waits until a point has been reached.
     *
     * @param point its name
     * @param times how often; 0 for once, or until a thread stands there if it is held
     * @param nanos the longest wait; {@link Long#MAX_VALUE} for one without limit
     * @return false if that has passed
     */
    boolean awaitReached(String point, long times, long nanos);

    void kill(String point, long times);

    Map<String, Long> counts();

    /**
     * Sets an order.
     *
     * @param number which of several it is, from 1; 0 if it is the only one
     * @param count of how many
     * @param steps the points
     * @param processes for each step which process takes it; empty if steps may run at the same time
     */
    void order(int number, int count, List<String> steps, List<Integer> processes);
}
