package dev.multiprocess.internal.slots;

/** What can come of putting an element; the order is part of the protocol. */
public enum PutOutcome {
    /** It is in the queue, and survives this process. */
    PUT,

    /** There is no room now. */
    FULL,

    /** There never will be: the queue was closed. */
    CLOSED,

    /** There is not in the file system, so that the queue cannot grow. */
    NO_ROOM
}
