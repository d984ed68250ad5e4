package dev.multiprocess.internal.queue;

import java.util.List;

/** Somebody who waits to take; guarded by the queue's lock. */
abstract class Taker {

    /** Whether an answer is due now, be it that there is nothing. */
    boolean hurried;

    /** Whether the end of the stream is an answer. */
    final boolean seesEnd;

    Taker(boolean hurried, boolean seesEnd) {
        this.hurried = hurried;
        this.seesEnd = seesEnd;
    }

    /** The number of the child that waits; {@link HubQueue#TEST_JVM} for a thread of this JVM. */
    abstract int child();

    /** Takes what it wants from the front of the queue, which is not empty. */
    abstract void serve(HubQueue queue);

    /** There is nothing to take. */
    abstract void nothing(Taken.Outcome outcome, List<String> writers);
}
