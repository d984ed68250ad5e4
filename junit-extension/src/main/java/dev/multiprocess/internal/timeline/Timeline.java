package dev.multiprocess.internal.timeline;

import java.util.List;
import java.util.Optional;

/**
 * What the processes of a test did. Immutable; times in nanoseconds after its begin.
 *
 * @param test names it
 * @param duration of all
 * @param failure why it has failed; empty if it has not
 * @param lanes the test JVM first, then the children by their numbers
 * @param queues by their numbers
 * @param flows by the time of their puts
 * @param lost how many events were written over by later ones
 */
record Timeline(
        String test,
        long duration,
        Optional<String> failure,
        List<Lane> lanes,
        List<Queue> queues,
        List<Flow> flows,
        long lost) {

    /**
     * How many elements were in a queue.
     *
     * @param name of the queue
     * @param sizes by time
     */
    record Queue(String name, List<Size> sizes) {}

    /** How many elements were in a queue from a moment on. */
    record Size(long at, long elements) {}

    /**
     * The way of an element.
     *
     * @param queue its name
     * @param from process that has put it
     * @param to process that has taken it
     */
    record Flow(String queue, long element, int from, long put, int to, long taken) {}
}
