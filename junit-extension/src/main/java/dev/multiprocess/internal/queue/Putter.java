package dev.multiprocess.internal.queue;

/** Somebody who waits to put one element; guarded by the queue's lock. */
abstract class Putter {

    final Participant by;
    final Element element;

    /** Whether an answer is due now, be it a refusal. */
    boolean hurried;

    Putter(Participant by, Element element, boolean hurried) {
        this.by = by;
        this.element = element;
        this.hurried = hurried;
    }

    /** The number of the child that waits; {@link HubQueue#TEST_JVM} for a thread of this JVM. */
    abstract int child();

    /** The element is in the queue. */
    abstract void accepted();

    /** The element is not in the queue, and will not be. */
    abstract void refused(boolean closed);
}
