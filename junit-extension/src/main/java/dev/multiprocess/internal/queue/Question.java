package dev.multiprocess.internal.queue;

/**
 * What a process can ask the hub about a queue, with a number where one is needed; the order is part of the protocol.
 */
public enum Question {
    /** Give back what the taken elements needed; it is back with the answer. */
    RECYCLE,

    /** Which writers have ended without finishing? */
    BROKEN_BY,

    /** Remove the element with a sequence, if it is still there. */
    REMOVE,

    /** End the queue for all. */
    CLOSE,

    /** What went through the queue? */
    STATISTICS,

    /** Count the process as a writer once more. */
    OPEN_WRITER,

    /** Count it one time less: it is done. */
    CLOSE_WRITER,

    /** Count it one time less: it never was a writer. */
    WITHDRAW_WRITER,

    /** That many tasks are done; false, and nothing changed, if fewer were left. */
    TASKS_DONE,

    /** What is left of the tasks? */
    TASKS,

    /** What is the name of the process with a number in the queue's memory? */
    WRITER_NAME;

    /** Whether it is also answered for a test that has failed, whose threads must no longer use the queue. */
    public boolean isForAll() {
        return this == RECYCLE || this == BROKEN_BY || this == CLOSE || this == TASKS || this == WRITER_NAME;
    }
}
