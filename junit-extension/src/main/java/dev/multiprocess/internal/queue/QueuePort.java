package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.slots.Element;
import dev.multiprocess.internal.slots.Taken;
import java.util.List;

/**
 * A queue of bytes as one process sees it; the same in the test JVM and in a child. Any thread.
 *
 * <p>Waits are in nanoseconds: 0 does not wait, {@link Long#MAX_VALUE} waits for ever. An interrupted wait changes
 * nothing in the queue.
 */
interface QueuePort {

    int id();

    String name();

    int capacity();

    /**
     * Puts an element; once this has returned true it survives this process.
     *
     * @return false if the queue was full all the time
     * @throws dev.multiprocess.QueueClosedException if the queue was closed
     */
    boolean put(Element element, long nanos) throws InterruptedException;

    /**
     * Takes the next element.
     *
     * @param seesEnd whether to stop waiting at the end of the stream, or only when the queue was closed
     */
    Taken take(long nanos, boolean seesEnd) throws InterruptedException;

    /** Where elements go that were taken and cannot be handed out; {@link #wakeAll} must follow. */
    Taken.Undelivered undelivered();

    /** Lets the threads of this process that wait look again. */
    void wakeAll();

    /** Returns how many elements this process could take now. */
    int available();

    /** Returns the sequence of the last element that was put; 0 if there was none. */
    long lastSequence();

    /** Returns the name of the process that has put an element. */
    String writerName(int writer);

    /** Tells how many elements are in the queue, in whatever process their bytes are now. */
    int size();

    /**
     * Shows elements that are in the queue, without taking them.
     *
     * @param after the sequence behind which to begin; 0 for the head
     * @return some of them in their order; empty if there are none
     */
    List<Element.Placed> page(long after);

    /** Removes one element, if it is still there. */
    boolean remove(long sequence);

    void close();

    /**
     * Says that tasks are done.
     *
     * @return false if not so many were left; nothing was changed then
     */
    boolean tasksDone(long count);

    /**
     * Waits until all tasks are done.
     *
     * @return what is left of them
     */
    Tasks joinTasks(long nanos) throws InterruptedException;

    boolean isClosed();

    QueueStatistics statistics();

    /** Counts this process as a writer once more. */
    void openWriter();

    /** Counts this process as a writer once less: it is done. */
    void closeWriter();

    /** Counts this process as a writer once less: it never was one. */
    void withdrawWriter();
}
