package dev.multiprocess.internal.events;

/**
 * Something that a process of a test did.
 *
 * @param kind what it was
 * @param process the number of the child, or 0 for the test JVM
 * @param thread the id of the thread in its process
 * @param begin when, in nanoseconds of {@link System#nanoTime}, which all processes of a machine have in common
 * @param end when it was over, or {@link #OPEN}; as begin for what takes no time
 * @param number of what it was done to, such as a queue
 * @param detail depends on the kind
 * @param text in words, at most {@link EventLog#MOST_TEXT} bytes of it
 */
public record Event(Kind kind, int process, long thread, long begin, long end, long number, long detail, String text) {

    /** The end of what was not over yet. */
    public static final long OPEN = Long.MIN_VALUE;

    /** What can happen. Others read these by their order: new ones come last. */
    public enum Kind {
        /** A thread waits; the number is that of the kind of wait, the text says for what. */
        WAIT,

        /** An element was put; the number is the queue's, the detail that of the element among all that were put. */
        PUT,

        /** The same element was taken. */
        TAKE,

        /** A thread has reached a checkpoint, whose name is the text; the number says for which time. */
        CHECKPOINT,

        /** A thread has a lock, whose name is the text; the number is the lock's. */
        HOLD
    }

    /** Whether it was not over when the log was read. */
    public boolean isOpen() {
        return end == OPEN;
    }
}
