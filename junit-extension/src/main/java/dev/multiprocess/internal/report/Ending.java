package dev.multiprocess.internal.report;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.internal.diagnose.TimeText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a child ended: decided once, from all that is known of it then; all that is said and done about its end follows
 * from it.
 *
 * @param known what is known of it
 * @param status what the test gets
 */
public record Ending(Known known, ExitStatus status) {

    /** The operating system adds this to the number of the signal that ended a process. */
    private static final int SIGNAL_BASE = 128;

    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(10, "SIGUSR1"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(12, "SIGUSR2"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(25, "SIGXFSZ"));

    private static final String KILL = "SIGKILL";

    /** What we send to a child that cannot be asked to stop, since it has no link yet. */
    private static final String TERMINATION = "SIGTERM";

    /** A JVM raises these when it finds itself broken. */
    private static final Set<String> OF_CRASHES = Set.of("SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE");

    /** What brought a child's JVM down in order, as it said itself. */
    public enum Exit {
        /** It has said nothing about an exit. */
        NONE,

        /** A call of {@code System.exit} before its task had ended. */
        CALLED,

        /** A signal that it obeys in order, such as SIGTERM. */
        BY_SIGNAL
    }

    /**
     * What is known of a child whose process has ended.
     *
     * @param code of the process
     * @param begun its task had begun
     * @param task how that had ended
     * @param exit what it had said of its exit before
     * @param stopping it had been asked to stop
     * @param killed the test has killed it, or we have for the test, after the stop grace
     * @param lingering we have killed it since it lived on after its task or exit
     * @param crashReported its JVM has written a crash report
     * @param linkEnd why its link ended while it lived, after which we have killed it
     * @param grace how long it may take to end in order
     */
    public record Known(
            int code,
            boolean begun,
            Task task,
            Exit exit,
            boolean stopping,
            boolean killed,
            boolean lingering,
            boolean crashReported,
            Optional<String> linkEnd,
            Duration grace) {}

    /** How a task ended. */
    public enum Task {
        /** Not at all, as far as it has said. */
        UNENDED,
        RETURNED,
        THREW
    }

    /** Decides. */
    public static Ending of(Known known) {
        Optional<String> signal = signal(known);
        return new Ending(known, new ExitStatus(end(known, signal), known.code(), signal));
    }

    /** Code that calls {@code System.exit} may also use a code that a signal has. */
    private static Optional<String> signal(Known known) {
        Optional<String> signal = Optional.ofNullable(SIGNALS.get(known.code() - SIGNAL_BASE));
        boolean certain = known.exit() != Exit.CALLED || known.crashReported() || known.killed();
        return signal.filter(name -> certain);
    }

    private static End end(Known known, Optional<String> signal) {
        if (known.task() == Task.THREW) {
            return End.FAILED;
        }
        if (known.task() == Task.RETURNED && known.code() == 0) {
            // A JVM that had lived on was asked to end.
            return known.stopping() ? End.STOPPED : End.FINISHED;
        }
        if (isLost(known)) {
            return End.LOST;
        }
        if (known.stopping() && signal.filter(name -> !name.equals(TERMINATION)).isEmpty()) {
            return End.STOPPED;
        }
        return signal.isPresent() ? End.KILLED : End.EXITED;
    }

    /** What really ended it may have been something else at the same moment, a crash or the test itself. */
    private static boolean isLost(Known known) {
        return known.linkEnd().isPresent() && !known.crashReported() && !known.killed();
    }

    /** Whether the task did what it was meant to do, or the test asked for this end; not known of one that threw. */
    boolean isAsAsked() {
        if (isCrash() || known.task() == Task.THREW) {
            return false;
        }
        return status.isSuccess() || status.end() == End.STOPPED || known.killed() || hasIgnoredStop();
    }

    /** Whether code of the child has ended its JVM before the task was over, and says that all went well. */
    boolean isExitWithoutError() {
        return status.end() == End.EXITED && known.code() == 0;
    }

    /** Whether its JVM broke. */
    private boolean isCrash() {
        return known.crashReported()
                || status.signal().filter(OF_CRASHES::contains).isPresent();
    }

    /** Whether it was killed since it did not end after it had been asked to. */
    public boolean hasIgnoredStop() {
        return known.stopping() && status.end() == End.KILLED && isKilledByUs();
    }

    /** Whether it was killed since it lived on after its task or its exit. */
    boolean hasLingered() {
        return known.lingering() && known.code() != 0;
    }

    /** Whether it was killed since threads lived on after its task had returned. */
    boolean hasLivedOn() {
        return hasLingered() && known.task() == Task.RETURNED && known.exit() == Exit.NONE;
    }

    private boolean isKilledByUs() {
        return status.signal().filter(KILL::equals).isPresent() && (known.killed() || known.lingering());
    }

    /** Whether the test killed it, or what ends tests did. */
    boolean isKilledForTheTest() {
        return known.killed() && isKilledByUs();
    }

    /** Whether it is not known here what killed it. */
    boolean isKilledByOthers() {
        return status.end() == End.KILLED
                && status.signal().filter(KILL::equals).isPresent()
                && !isKilledByUs();
    }

    /** Whether its JVM gave up before the task, as it does where an agent fails. */
    boolean isAbortedAtBoot() {
        return !known.begun() && status.signal().filter("SIGABRT"::equals).isPresent();
    }

    /** Whether it has put into queues what it wanted to: all, or as much as the test let it. */
    public boolean isWellForQueues() {
        // A task that has returned has put all it wanted to, whatever happened to its JVM then.
        return known.task() == Task.RETURNED || status.end() == End.STOPPED || hasIgnoredStop() || isExitWithoutError();
    }

    /** Completes a sentence about the child; what its task threw is not in it. */
    public String describe() {
        if (hasIgnoredStop()) {
            return "was asked to stop, did not end within " + TimeText.of(known.grace())
                    + ", and was killed (exit code " + known.code() + ")";
        }
        if (hasLingered() && known.task() != Task.THREW) {
            return lastWord() + ", but its JVM did not end within " + TimeText.of(known.grace()) + " and was killed";
        }
        if (known.task() == Task.UNENDED && !known.begun()) {
            return "ended before its task began: it " + status.describe();
        }
        if (status.end() == End.LOST) {
            return "was killed while its task ran, since its link to the test JVM "
                    + known.linkEnd().orElseThrow();
        }
        return status.describe() + when();
    }

    private String lastWord() {
        if (known.task() == Task.RETURNED) {
            return "returned";
        }
        return known.exit() == Exit.BY_SIGNAL
                ? "was asked to end by a signal before its task returned"
                : "called exit before its task returned";
    }

    private String when() {
        if (status.end() != End.KILLED && status.end() != End.EXITED) {
            return "";
        }
        if (known.stopping()) {
            return " while it was stopping";
        }
        if (known.task() == Task.RETURNED) {
            return " after its task had returned";
        }
        return status.end() == End.EXITED ? " before its task returned" : "";
    }
}
