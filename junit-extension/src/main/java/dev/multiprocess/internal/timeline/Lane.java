package dev.multiprocess.internal.timeline;

import java.util.List;

/**
 * One process. Immutable; times in nanoseconds after the begin of the timeline.
 *
 * @param process its number, 0 for the test JVM
 * @param name of the child, or {@code test JVM}
 * @param about what else is known of it, in words: its pid, how it was started, how it ended
 * @param bars what took time, by when it began
 * @param marks what took none, by when it was
 */
record Lane(int process, String name, String about, List<Bar> bars, List<Mark> marks) {

    /** What a bar stands for. */
    enum Kind {
        /** From the start of its process to that of its task. */
        BOOT,

        /** Its task runs. */
        TASK,

        /** Its task is over, and its process is not. */
        EXIT,

        /** It was paused. */
        PAUSE,

        /** A thread waits in an operation of ours. */
        WAIT
    }

    /**
     * Something that took time.
     *
     * @param thread id of the thread that waits; 0 for what the process does
     * @param open whether it had not ended when its process did, or when the timeline was made
     * @param text in words
     */
    record Bar(Kind kind, long thread, long begin, long end, boolean open, String text) {}

    /**
     * Something that took no time.
     *
     * @param text in words
     */
    record Mark(long at, String text) {}
}
