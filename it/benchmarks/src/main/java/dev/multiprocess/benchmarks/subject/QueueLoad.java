package dev.multiprocess.benchmarks.subject;

import java.io.Serializable;

/**
 * Which processes send what to which.
 *
 * @param writers how many processes write
 * @param readers how many processes read
 * @param payload what each message is
 * @param capacity the most messages in a queue
 * @param inPlace whether messages are written and read where they are in the memory of the queue
 * @param queues how many queues the messages go through, in turn; if more than 1, there is one writer and one reader
 */
public record QueueLoad(int writers, int readers, Payload payload, int capacity, boolean inPlace, int queues)
        implements Serializable {

    /**
     * One queue without bounds.
     *
     * @param writers how many processes write
     * @param readers how many processes read
     * @param payload what each message is
     */
    public QueueLoad(int writers, int readers, Payload payload) {
        this(writers, readers, payload, Integer.MAX_VALUE, false, 1);
    }

    /**
     * Bounds the queue.
     *
     * @param most messages in it
     * @return otherwise the same
     */
    public QueueLoad boundedBy(int most) {
        return new QueueLoad(writers, readers, payload, most, inPlace, queues);
    }

    /**
     * Writes and reads in place.
     *
     * @return otherwise the same
     */
    public QueueLoad writtenInPlace() {
        return new QueueLoad(writers, readers, payload, capacity, true, queues);
    }

    /**
     * Uses several queues.
     *
     * @param several how many
     * @return otherwise the same
     */
    public QueueLoad over(int several) {
        return new QueueLoad(writers, readers, payload, capacity, inPlace, several);
    }
}
