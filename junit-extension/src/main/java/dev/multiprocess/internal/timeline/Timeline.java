package dev.multiprocess.internal.timeline;

import java.util.List;
import java.util.Optional;

/**
 * What the processes of a test did. Immutable; times in nanoseconds after its beginning.
 *
 * @param test names it
 * @param duration of all
 * @param failure why it has failed; empty if it has not
 * @param cause what went wrong first, if that is known
 * @param lanes the test JVM first, then the children in the order in which they were started
 * @param queues by their numbers
 * @param flows by the time of their puts
 * @param lostEvents how many events were written over by later ones
 */
record Timeline(
        String test,
        long duration,
        Optional<String> failure,
        Optional<Cause> cause,
        List<Lane> lanes,
        List<Queue> queues,
        List<Flow> flows,
        long lostEvents) {

    /**
     * What went wrong.
     *
     * @param process its name
     * @param text in words
     */
    record Cause(long at, String process, String text) {}

    /**
     * How many elements were in a queue, as far as its first elements tell.
     *
     * @param name of the queue
     * @param put how many of the first were put
     * @param taken how many of them were taken
     * @param sizes by time
     */
    record Queue(String name, int put, int taken, List<Size> sizes) {}

    /** How many elements were in a queue from a moment on. */
    record Size(long at, int elements) {}

    /**
     * The way of an element.
     *
     * @param queue its name
     * @param element its number among all of the queue, from 1
     * @param from process that has put it
     * @param to process that has taken it
     */
    record Flow(String queue, long element, int from, long put, int to, long taken) {}
}
