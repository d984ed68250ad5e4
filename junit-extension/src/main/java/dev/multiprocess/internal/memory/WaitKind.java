package dev.multiprocess.internal.memory;

/** What a thread waits for at a queue. */
public enum WaitKind {
    /** An element, or that the queue is closed. */
    TAKE,

    /** An element, or that the queue is closed, or the end of the stream. */
    TAKE_OR_END,

    /** Room, or that the queue is closed. */
    PUT,

    /** That all taken elements have been reported done. */
    TASKS
}
