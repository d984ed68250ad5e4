package dev.multiprocess.internal.timeline;

import java.util.List;

/**
 * One process. Immutable; times in nanoseconds after the beginning of the timeline.
 *
 * @param process its number, 0 for the test JVM
 * @param name of the child, or {@code test JVM}
 * @param about what else is known of it, in words: its pid, how it was started, how it ended
 * @param bars what took time, by when it began
 * @param marks what took none, by when it was
 * @param output the last of its lines
 * @param files below the directory of the test, with {@code /} between directories
 */
record Lane(
        int process,
        String name,
        String about,
        List<Bar> bars,
        List<Mark> marks,
        List<OutputLine> output,
        List<String> files) {

    /** What a bar stands for. */
    enum BarKind {
        /** From the start of its process until that has a link to the test JVM. */
        BOOT,

        /** From there to the start of its task, which it has to read. */
        LOAD,

        /** Its task runs, or the code of the test. */
        TASK,

        /** Its task is over, and its process is not. */
        EXIT,

        /** It was paused. */
        PAUSE,

        /** A thread waits for an element, for room or for tasks of a queue. */
        QUEUE,

        /** A thread waits for a lock or the like. */
        LOCK,

        /** A thread waits for another process. */
        PROCESS,

        /** A thread has a lock. */
        HOLD;

        /** Whether it is what a thread does, of which a process has several. */
        boolean isWait() {
            return this == QUEUE || this == LOCK || this == PROCESS;
        }
    }

    /** What a mark stands for. */
    enum MarkKind {
        /** A step of a life that is as it should be. */
        STEP,

        /** A thread has reached a checkpoint. */
        CHECKPOINT,

        /** The test has interfered. */
        INTERFERENCE,

        /** Something went wrong. */
        FAILURE
    }

    /**
     * Something that took time.
     *
     * @param thread id of the thread that waits; 0 for what the process does
     * @param threadName of the same; empty for what the process does, or if it is not known
     * @param open whether it had not ended when its process did, or when the timeline was made
     * @param text in words
     */
    record Bar(BarKind kind, long thread, String threadName, long begin, long end, boolean open, String text) {}

    /**
     * Something that took no time.
     *
     * @param text in words
     */
    record Mark(MarkKind kind, long at, String text) {}

    /**
     * A line of output.
     *
     * @param at when the test JVM had read it
     */
    record OutputLine(long at, String text) {}
}
