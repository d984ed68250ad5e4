package dev.multiprocess;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.apiguardian.api.API;

/**
 * A queue between processes: many writers, many readers, in any process of a test, on any thread.
 *
 * <p>A complete {@link BlockingQueue}: FIFO in the order in which elements entered the queue, from whatever process: a
 * {@code put} that begins after another has returned, in any process, comes after it; capacity, {@code size}, {@code peek}, {@code contains},
 * {@code remove} and {@code drainTo} are exact across processes. {@code offer} returns false only if the queue is full: {@link Capacity}
 * elements are in it, or their bytes exceed its byte budget. The iterator shows what was in the queue at one moment
 * after its creation or later.
 *
 * <p>Elements are copied: serialized when they are put, rebuilt when they are taken, in every process alike, the test
 * JVM included. An element survives the process that put it, and is given to one process. The death of a process, also
 * by SIGKILL in the middle of a {@code put}, neither blocks nor damages the queue for others.
 *
 * <p>{@link #writer()} and {@link #reader()} are ends that know an end of stream. A child whose task captured the queue
 * itself counts as one of its writers until it has ended, or asked for {@link #reader()} and put nothing.
 *
 * @param <E> the type of the elements
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ProcessQueue<E> extends BlockingQueue<E>, AutoCloseable {

    /**
     * Returns the queue's name: the one of {@link QueueName}, the parameter's in the source, or one made from
     * the element type, if the test was compiled without debug information.
     *
     * @return as it is shown in messages
     */
    String name();

    /**
     * Returns how many elements fit.
     *
     * @return the value of {@link Capacity}, or {@link Integer#MAX_VALUE}
     */
    int capacity();

    /**
     * Opens an end for putting in this process.
     *
     * @return open until it is closed or this process has ended
     */
    QueueWriter<E> writer();

    /**
     * Opens an end for taking in this process.
     *
     * @return sees the end of the stream
     */
    QueueReader<E> reader();

    /**
     * Puts several elements one after the other, waiting while the queue is full.
     *
     * @param elements none of them {@code null}
     * @throws InterruptedException if this thread was interrupted while it waited; the elements before are in the queue
     */
    void putAll(Iterable<? extends E> elements) throws InterruptedException;

    /**
     * Takes all elements that are in the queue now.
     *
     * @return in their order
     */
    List<E> drain();

    /**
     * Marks one task as done: each element that is put is a task, and the process that has taken it calls this when it is done.
     *
     * @throws IllegalStateException if all tasks are done already
     */
    void taskDone();

    /**
     * Waits until all tasks are done: for each element that was put, and not removed, {@link #taskDone()} was called.
     *
     * @throws InterruptedException if this thread was interrupted while it waited
     * @throws QueueBrokenException if the queue is empty and what is left undone was given to processes that have ended
     */
    void joinTasks() throws InterruptedException;

    /**
     * Waits until all tasks are done, or the time is over.
     *
     * @param timeout zero only looks
     * @return whether all are done
     * @throws InterruptedException if this thread was interrupted while it waited
     * @throws QueueBrokenException if the queue is empty and what is left undone was given to processes that have ended
     */
    boolean joinTasks(Duration timeout) throws InterruptedException;

    /**
     * Ends the queue for all processes: putting throws {@link QueueClosedException}, waiting puts included; what is in
     * it can still be taken, and after that readers see the end and {@code take} throws {@link QueueClosedException}.
     * Repeated calls do nothing.
     */
    @Override
    void close();

    /**
     * Returns whether {@link #close()} was called in any process.
     *
     * @return true after that
     */
    boolean isClosed();

    /**
     * Returns what went through the queue.
     *
     * @return exact at one moment during this call
     */
    QueueStatistics statistics();
}
