package dev.multiprocess;

import java.time.Duration;
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

    /** Ends the putting by this end. Returns at once; repeated calls do nothing. */
    @Override
    void close();
}
