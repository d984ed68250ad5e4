package dev.multiprocess;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * The end of a queue that elements are taken from, with an end of stream.
 *
 * <p>Any number of processes may hold one, and any thread may use it; each element is given to one of them. What one
 * thread put is read in that order; between two writers no order is promised. {@link #take()} waits until there is an
 * element or the end. The stream ends when every writer is done ({@link QueueWriter}) and the queue is empty; it does not end
 * before there has been a writer. If a writer's process failed or was killed, the elements it had put are still
 * given, then {@link QueueBrokenException} is thrown, which names it; never earlier, so that a test sees everything that was put.
 * After {@link ProcessQueue#close()} the elements in the queue are still given, and then the stream ends.
 *
 * <p>Elements that a process had not taken when it died are still in the queue, at their places, for other readers.
 *
 * @param <E> the type of the elements
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface QueueReader<E> extends Iterable<E> {

    /**
     * Takes the next element, waiting for it.
     *
     * @return the element; empty at the end of the stream
     * @throws QueueBrokenException at the end of the stream, if a writer's process failed or was killed
     * @throws ProcessInterruptedException if this thread was interrupted while it waited; nothing is taken
     */
    Optional<E> take();

    /**
     * Takes the next element if there is one.
     *
     * @return the element; empty if there is none now, or at the end of the stream ({@link #isEnded()})
     * @throws QueueBrokenException at the end of the stream, if a writer's process failed or was killed
     */
    Optional<E> poll();

    /**
     * Takes the next element, waiting up to {@code timeout} for it.
     *
     * @param timeout the longest wait; zero or less does not wait
     * @return the element; empty if there was none in time, or at the end of the stream ({@link #isEnded()})
     * @throws QueueBrokenException at the end of the stream, if a writer's process failed or was killed
     * @throws ProcessInterruptedException if this thread was interrupted while it waited; nothing is taken
     */
    Optional<E> poll(Duration timeout);

    /**
     * Takes the elements that are there now.
     *
     * @param target what they are added to
     * @param most the largest number of elements to take
     * @return how many were taken; what is put during the call is not among them
     * @throws QueueBrokenException at the end of the stream, if a writer's process failed or was killed
     */
    int drainTo(Collection<? super E> target, int most);

    /**
     * Takes the next element, waiting for it, and leaves its bytes where they are in the queue's memory, to be read there
     * without a copy. For queues of {@code byte[]} only, whichever way their elements were put.
     *
     * <pre>{@code
     * try (QueueReader.Look look = blocks.look().orElseThrow()) {
     *     read(look.buffer());
     * }
     * }</pre>
     *
     * <p>The element counts as given to this process as soon as this method returns; {@link Look#close()} says when its memory may
     * be used again. Writers take more memory meanwhile, so a look is to be short. At most 511 elements of a queue are looked
     * at in place at the same time; those beyond, those in files of their own and those of at most four bytes are copies.
     *
     * @return the element; empty at the end of the stream
     * @throws IllegalStateException if the next element is no {@code byte[]}; it is still there for {@link #take()}
     * @throws QueueBrokenException at the end of the stream, if a writer's process failed or was killed
     * @throws ProcessInterruptedException if this thread was interrupted while it waited; nothing is taken
     */
    Optional<Look> look();

    /**
     * Takes the next element as {@link #look()} does, waiting up to {@code timeout} for it.
     *
     * @param timeout the longest wait; zero or less does not wait
     * @return the element; empty if there was none in time, or at the end of the stream ({@link #isEnded()})
     * @throws IllegalStateException if the next element is no {@code byte[]}; it is still there for {@link #take()}
     * @throws QueueBrokenException at the end of the stream, if a writer's process failed or was killed
     * @throws ProcessInterruptedException if this thread was interrupted while it waited; nothing is taken
     */
    Optional<Look> look(Duration timeout);

    /** An element that was taken, and whose bytes are still in the queue's memory. For one thread at a time. */
    interface Look extends AutoCloseable {

        /**
         * Returns the bytes of the element.
         *
         * @return all of them, read-only, in native order; not to be used after {@link #close()}, when there may be others in
         *     their place
         * @throws IllegalStateException if this was closed
         */
        ByteBuffer buffer();

        /** Lets go of the bytes. Repeated calls do nothing. */
        @Override
        void close();
    }

    /**
     * Marks one task as done, as {@link ProcessQueue#taskDone()} does.
     *
     * @throws IllegalStateException if all tasks are done already
     */
    void taskDone();

    /**
     * Returns whether this reader has seen the end of the stream.
     *
     * @return true once {@link #take()} or {@link #poll()} returned empty because of the end
     */
    boolean isEnded();

    /**
     * Takes the elements to the end of the stream, waiting for each.
     *
     * @return lazy, sequential, ordered; closing it is not needed
     */
    Stream<E> stream();
}
