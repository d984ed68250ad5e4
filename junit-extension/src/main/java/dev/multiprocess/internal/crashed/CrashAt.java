package dev.multiprocess.internal.crashed;

/** Where a run of a crash test dies, or fails. Immutable; crosses to the child in the plain form. */
public sealed interface CrashAt {

    /** It runs to its end. */
    record Nowhere() implements CrashAt {}

    /**
     * Right before a file operation, or in the middle of it.
     *
     * @param number its place among all attempts, from 1
     * @param cut how many bytes of it are written nevertheless
     */
    record Operation(long number, int cut) implements CrashAt {}

    /**
     * At a checkpoint.
     *
     * @param point its name
     * @param times when this run reaches it for that time, from 1
     */
    record Checkpoint(String point, long times) implements CrashAt {}

    /**
     * At an instant.
     *
     * @param nanos after the start of the work
     */
    record Instant(long nanos) implements CrashAt {}

    /**
     * It does not die; a file operation fails.
     *
     * @param number its place among all attempts, from 1
     * @param errno what the operating system says
     */
    record Fault(long number, int errno) implements CrashAt {}
}
