package dev.multiprocess.internal.slots;

/** The possible results of putting an element; the order is part of the protocol. */
public enum PutOutcome {
    /** It is in the queue, and survives this process. */
    PUT,

    /** There is no room now. */
    FULL,

    /** There never will be: the queue was closed. */
    CLOSED,

    /** There is none in the file system, so the queue cannot grow. */
    NO_ROOM
}
