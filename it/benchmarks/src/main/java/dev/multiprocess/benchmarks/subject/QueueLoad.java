package dev.multiprocess.benchmarks.subject;

import java.io.Serializable;

/**
 * Which processes send what to which.
 *
 * @param writers how many processes write
 * @param readers how many processes read
 * @param payload what each message is
 * @param capacity the most messages in a queue
 * @param queues how many queues the messages go through, in turn; if more than 1, there is one writer and one reader
 */
public record QueueLoad(int writers, int readers, Payload payload, int capacity, int queues) implements Serializable {

    /**
     * One queue without bounds.
     *
     * @param writers how many processes write
     * @param readers how many processes read
     * @param payload what each message is
     */
    public QueueLoad(int writers, int readers, Payload payload) {
        this(writers, readers, payload, Integer.MAX_VALUE, 1);
    }

    /**
     * Bounds the queue.
     *
     * @param most messages in it
     * @return otherwise the same
     */
    public QueueLoad boundedBy(int most) {
        return new QueueLoad(writers, readers, payload, most, queues);
    }

    /**
     * Uses several queues.
     *
     * @param several how many
     * @return otherwise the same
     */
    public QueueLoad over(int several) {
        return new QueueLoad(writers, readers, payload, capacity, several);
    }
}
