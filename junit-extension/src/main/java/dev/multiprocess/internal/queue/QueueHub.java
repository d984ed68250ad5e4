package dev.multiprocess.internal.queue;

import dev.multiprocess.QueueStatistics;
import dev.multiprocess.internal.slots.HubAccess;

/** What the test JVM does for a queue, as asked for by one process. Any thread. */
interface QueueHub extends HubAccess {

    boolean remove(long sequence);

    /** Returns the name of the process that has a number in the queue's memory. */
    String writerName(int number);

    QueueStatistics statistics();

    void closeQueue();

    /** Says that tasks are done; false, and nothing changed, if not so many were left. */
    boolean tasksDone(long count);

    Tasks tasks();

    void openWriter();

    void closeWriter();

    void withdrawWriter();

    /** Throws if this process must not use the queue any more. */
    void requireUsable();

    /** Throws if threads of this process must not wait any more. */
    void requireWaitable();
}
