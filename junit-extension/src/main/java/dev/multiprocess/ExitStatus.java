package dev.multiprocess;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How a child JVM ended.
 *
 * @param end which of the possible ends it was
 * @param code the exit code of the process from the operating system; on Linux 128 and the signal's number for a
 *     process that a signal ended
 * @param signal the signal that ended it, as in {@code SIGKILL}, if one did
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ExitStatus(End end, int code, Optional<String> signal) {

    /** The ends a child JVM can have. */
    public enum End {
        /** Its task returned and the JVM ended by itself, with exit code 0. */
        FINISHED,

        /** Its task threw an exception. */
        FAILED,

        /**
         * It called {@code System.exit} or {@code Runtime.halt}, even with 0, or its JVM gave up, before its task returned; or
         * it ended with a code other than 0 afterwards.
         */
        EXITED,

        /**
         * A signal ended it, also while it was stopping: one from outside, a crash of its JVM, or {@code SIGKILL} from this
         * library because it did not end within the stop grace.
         */
        KILLED,

        /**
         * Its link to the test JVM was lost while its task ran, for example because the task has closed descriptors that are
         * not its own: nothing more could be known of it, so it was ended.
         */
        LOST,

        /** The test asked it to stop, and it did, in order and within the stop grace. */
        STOPPED
    }

    /**
     * Returns whether the child completed its task.
     *
     * @return true for {@link End#FINISHED}
     */
    public boolean isSuccess() {
        return end == End.FINISHED;
    }

    /**
     * Describes the end in words, as in {@code was killed by SIGKILL (exit code 137)}.
     *
     * @return the predicate of a sentence about the child
     */
    public String describe() {
        return switch (end) {
            case FINISHED -> "finished";
            case FAILED -> "failed (exit code " + code + ")";
            case EXITED -> "exited with code " + code;
            case KILLED -> "was killed by " + signal.orElse("a signal") + " (exit code " + code + ")";
            case LOST -> "lost its link to the test JVM (exit code " + code + ")";
            case STOPPED -> "was stopped (exit code " + code + ")";
        };
    }
}
