package dev.multiprocess;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The end of a queue that elements are put into, with an end of stream, so that no sentinels are needed.
 *
 * <p>Any number of processes may hold one, and any thread may use it. A child counts as a writer of the queue from the
 * start of a task that captured this end, or from {@link ProcessQueue#writer()}, until {@link #close()}, or until the
 * child has ended well. The test JVM counts from the first element it puts until it closes the end, so that an end it
 * opened only to give it to a child does not keep the stream open. When the last writer is done and the queue is empty,
 * readers see the end. If a writer's process fails or is killed before that, readers still get what it put, and then
 * {@link QueueBrokenException}.
 *
 * <p>An element is serialized by {@code put} and {@code offer} before they return; later changes to it are not seen by
 * the reader. What one thread puts is read in that order; between two writers no order is promised.
 *
 * @param <E> the type of the elements
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface QueueWriter<E> extends AutoCloseable {

    /**
     * Puts an element into the queue, waiting while it is full. An element for which this method has returned is in the
     * queue, even if this process is killed the next instant.
     *
     * @param element not {@code null}
     * @throws NotTransferableException if the element cannot cross to another JVM or is larger than the frame limit;
     *     nothing is sent
     * @throws QueueClosedException if this end or the queue was closed
     * @throws ProcessInterruptedException if this thread was interrupted while it waited; nothing is sent
     */
    void put(E element);

    /**
     * Puts an element into the queue unless it is full.
     *
     * @param element not {@code null}
     * @return false if the queue was full; nothing is sent then
     * @throws NotTransferableException as {@link #put}
     * @throws QueueClosedException if this end or the queue was closed
     */
    boolean offer(E element);

    /**
     * Puts an element into the queue, waiting up to {@code timeout} while it is full.
     *
     * @param element not {@code null}
     * @param timeout the longest wait; zero or less does not wait
     * @return false if the queue was full until then; nothing is sent then
     * @throws NotTransferableException as {@link #put}
     * @throws QueueClosedException if this end or the queue was closed
     * @throws ProcessInterruptedException if this thread was interrupted while it waited; nothing is sent
     */
    boolean offer(E element, Duration timeout);

    /**
     * Puts several elements one after the other. If one cannot be put, those before it are in the queue and those
     * after it are not.
     *
     * @param elements none of them {@code null}
     * @throws NotTransferableException as {@link #put}
     * @throws QueueClosedException if this end or the queue was closed
     * @throws ProcessInterruptedException if this thread was interrupted while it waited
     */
    void putAll(Iterable<? extends E> elements);

    /**
     * Claims room in the queue for an array of bytes that is written there in place, without copies, waiting while there is
     * none. For queues of {@code byte[]} only: what is published is an element like one that was {@link #put}, which a reader
     * can take as an array or {@link QueueReader#look() look at} in place.
     *
     * <pre>{@code
     * try (QueueWriter.Claim claim = blocks.claim(1 << 20)) {
     *     fill(claim.buffer());
     *     claim.publish();
     * }
     * }</pre>
     *
     * <p>A claim counts against the byte budget of the queue, and not as an element, until it is published. A claim of a
     * process that ends is given back. Claims of more than 64 MiB, and any for which the shared memory has no room, are in the
     * heap and copied when they are published.
     *
     * @param length how many bytes the element has: from 0, and less than the frame limit
     * @return to be published and closed
     * @throws IllegalArgumentException if the length is not allowed
     * @throws QueueClosedException if this end or the queue was closed
     * @throws ProcessInterruptedException if this thread was interrupted while it waited; nothing is claimed
     */
    Claim claim(int length);

    /**
     * Claims room as {@link #claim(int)} does, waiting up to {@code timeout} for it.
     *
     * @param length how many bytes the element has
     * @param timeout the longest wait; zero or less does not wait
     * @return empty if there was no room until then
     * @throws IllegalArgumentException if the length is not allowed
     * @throws QueueClosedException if this end or the queue was closed
     * @throws ProcessInterruptedException if this thread was interrupted while it waited; nothing is claimed
     */
    Optional<Claim> claim(int length, Duration timeout);

    /** Room in a queue for one element, which is not in the queue until it is published. For one thread at a time. */
    interface Claim extends AutoCloseable {

        /**
         * Returns where the bytes of the element go; what they are before is not defined.
         *
         * @return of the length that was claimed, in native order; its position and limit have no meaning for the element,
         *     and it must not be used after the claim is published or closed
         * @throws IllegalStateException if this claim was published or closed
         */
        ByteBuffer buffer();

        /**
         * Puts the element into the queue, waiting while that has as many elements as its capacity. This is the moment that
         * gives the element its place in the order; once this method has returned, the element is in the queue even if this
         * process is killed the next instant.
         *
         * @throws IllegalStateException if this claim was published or closed
         * @throws QueueClosedException if the writer or the queue was closed
         * @throws ProcessInterruptedException if this thread was interrupted while it waited; the claim can still be published
         */
        void publish();

        /**
         * Puts the element into the queue as {@link #publish()} does, waiting up to {@code timeout}.
         *
         * @param timeout the longest wait; zero or less does not wait
         * @return false if the queue was full until then; the claim can still be published
         * @throws IllegalStateException if this claim was published or closed
         * @throws QueueClosedException if the writer or the queue was closed
         * @throws ProcessInterruptedException if this thread was interrupted while it waited; the claim can still be published
         */
        boolean publish(Duration timeout);

        /** Gives the room back unless the claim was published. */
        @Override
        void close();
    }

    /** Ends the putting by this end. Returns at once; repeated calls do nothing. */
    @Override
    void close();
}
