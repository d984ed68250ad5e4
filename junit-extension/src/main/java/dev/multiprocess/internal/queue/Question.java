package dev.multiprocess.internal.queue;

/** What a process can ask the hub about a queue, with a number where one is needed; the order is part of the protocol. */
public enum Question {
    /** Give back what the taken elements needed; it is back with the answer. */
    RECYCLE,

    /** Who has ended without having finished? */
    BROKEN_BY,

    /** Remove the element with a sequence, if it is still there. */
    REMOVE,

    /** End the queue for all. */
    CLOSE,

    /** What went through the queue? */
    STATISTICS,

    /** Count the process as a writer once more. */
    OPEN_WRITER,

    /** Count it once less: it is done. */
    CLOSE_WRITER,

    /** Count it once less: it never was one. */
    WITHDRAW_WRITER,

    /** So many tasks are done; false, and nothing changed, if not so many were left. */
    TASKS_DONE,

    /** What is left of the tasks? */
    TASKS,

    /** What is the process called that has a number in the queue's memory? */
    WRITER_NAME;

    /** Whether it is asked for a test that has failed, too, whose threads must not use the queue any more. */
    public boolean isForAll() {
        return this == RECYCLE || this == BROKEN_BY || this == CLOSE || this == TASKS || this == WRITER_NAME;
    }
}
