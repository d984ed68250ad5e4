package dev.multiprocess.internal.launch;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.ExitStatus.End;
import java.util.Map;
import java.util.Optional;

/** Tells the ends of a child apart, by what it had said and by its exit code. */
final class ExitStatuses {

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

    private ExitStatuses() {}

    /**
     * What a child had said before its process ended.
     *
     * @param returned its task had returned
     * @param threw its task had thrown
     * @param stopping it had been asked to stop
     * @param exitCaller who brought it down in order, if anybody did: a stack, or {@code signal}
     */
    record Evidence(boolean returned, boolean threw, boolean stopping, Optional<String> exitCaller) {

        boolean wasExited() {
            return exitCaller.isPresent() && !exitCaller.get().equals("signal");
        }
    }

    static ExitStatus of(int code, Evidence evidence) {
        Optional<String> signal =
                evidence.wasExited() ? Optional.empty() : Optional.ofNullable(SIGNALS.get(code - SIGNAL_BASE));
        return new ExitStatus(end(code, evidence, signal), code, signal);
    }

    private static End end(int code, Evidence evidence, Optional<String> signal) {
        if (evidence.threw()) {
            return End.FAILED;
        }
        if (evidence.returned() && code == 0) {
            return End.FINISHED;
        }
        if (evidence.stopping()) {
            return End.STOPPED;
        }
        return signal.isPresent() ? End.KILLED : End.EXITED;
    }
}
