package dev.multiprocess.internal.os;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Identifies one process among all others, including later ones with the same pid.
 *
 * @param pid the process id
 * @param start when it was started, in whole milliseconds
 */
public record ProcessIdentity(long pid, Instant start) {

    /** The operating system counts starts from boot, and the time of boot moves when the clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Cuts the start to what the text form holds. */
    public ProcessIdentity {
        start = start.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Identifies this process.
     *
     * @return never that of another
     */
    public static ProcessIdentity current() {
        return of(ProcessHandle.current()).orElseThrow();
    }

    /**
     * Identifies a process.
     *
     * @param handle of a live process
     * @return empty if it is gone, or if the operating system does not say when it was started
     */
    public static Optional<ProcessIdentity> of(ProcessHandle handle) {
        return handle.info().startInstant().map(start -> new ProcessIdentity(handle.pid(), start));
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @param text {@code pid@startMillis}
     * @return empty if the text is anything else
     */
    public static Optional<ProcessIdentity> parse(String text) {
        if (!text.matches("\\d{1,18}@\\d{1,15}")) {
            return Optional.empty();
        }
        String[] parts = text.split("@");
        return Optional.of(
                new ProcessIdentity(Long.parseLong(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1]))));
    }

    /**
     * Finds the process, unless its pid belongs to a later one.
     *
     * @return empty if it is gone; one that has exited and awaits its parent may still be found
     */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(handle ->
                        handle.info().startInstant().filter(this::isStart).isPresent());
    }

    private boolean isStart(Instant other) {
        return Duration.between(start, other).abs().compareTo(TOLERANCE) <= 0;
    }

    /**
     * Returns whether the process runs. One that has exited and only awaits its parent does not.
     *
     * @return false also if its pid belongs to a later process by now
     */
    public boolean isAlive() {
        return isAlive(ProcFiles.SYSTEM);
    }

    boolean isAlive(ProcFiles proc) {
        return handle().filter(ProcessHandle::isAlive)
                .filter(handle -> !proc.isDefunct(handle))
                .isPresent();
    }

    /**
     * Returns whether the process is stopped, as by SIGSTOP.
     *
     * @return false also where the operating system does not say, that is anywhere but on Linux
     */
    public boolean isPaused() {
        return isPaused(ProcFiles.SYSTEM);
    }

    boolean isPaused(ProcFiles proc) {
        return handle().filter(process -> proc.isPaused(pid)).isPresent();
    }

    /**
     * Returns whether this platform shows what state a process is in.
     *
     * @return true on Linux
     */
    public static boolean showsStates() {
        return ProcFiles.SYSTEM.exist();
    }

    /** Writes {@code pid@startMillis}. */
    @Override
    public String toString() {
        return pid + "@" + start.toEpochMilli();
    }
}
