package dev.multiprocess.model;

import java.io.Serializable;

/**
 * What one thread has done with a queue, and what came of it.
 *
 * @param kind what
 * @param argument an element, for those kinds that have one
 * @param result an element, a number, 1 for true and 0 for false; {@code null} for none
 * @param begin when it was called, in nanoseconds of the clock that all processes of the machine share
 * @param end when it had returned
 */
record Operation(Kind kind, Integer argument, Integer result, long begin, long end) implements Serializable {

    /** Each is one step in the life of a queue. */
    enum Kind {
        OFFER,
        OFFER_WAITING,
        POLL,
        POLL_WAITING,
        PEEK,
        SIZE,
        REMAINING,
        CONTAINS,
        REMOVE
    }

    @Override
    public String toString() {
        return "%s(%s) = %s [%d..%d]".formatted(kind, argument == null ? "" : argument, result, begin, end);
    }
}
