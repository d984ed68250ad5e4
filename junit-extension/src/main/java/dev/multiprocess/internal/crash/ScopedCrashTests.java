package dev.multiprocess.internal.crash;

import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.cases.CrashOrder;
import dev.multiprocess.internal.os.OwnDirectory;
import dev.multiprocess.internal.report.StitchedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The crash tests of one test; they end with it. Thread-safe. */
public final class ScopedCrashTests {

    private final CrashHost host;
    private final List<RunningPlan> plans = new ArrayList<>();
    private int begun;

    /**
     * None yet.
     *
     * @param host the test
     */
    public ScopedCrashTests(CrashHost host) {
        this.host = host;
    }

    /**
     * Records the run of a crash test.
     *
     * @param order what is crashed, and where
     * @param check what must be true after each crash
     * @return its tests, none of which has begun
     */
    public RunningPlan begin(CrashOrder order, CrashTests.Check check) {
        List<StackTraceElement> caller = StitchedStack.withoutOurs(new Throwable().getStackTrace());
        try {
            String name = nextName();
            Path directory = host.directory().resolve(name).toAbsolutePath();
            OwnDirectory.makeBelow(directory);
            RunningPlan plan = new PlanBegin(host, order, name, directory).record(check, caller);
            synchronized (this) {
                plans.add(plan);
            }
            return plan;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the run of crash test " + host.test() + " cannot be recorded: " + e.getMessage(), e);
        }
    }

    /** Empty for the first, which has the directory of the test itself. */
    private synchronized String nextName() {
        begun++;
        return begun == 1 ? "" : "crash-test-" + begun;
    }

    /** Waits for what has begun, whose children have ended, and says what was tried. */
    public void end() {
        List<RunningPlan> all;
        synchronized (this) {
            all = List.copyOf(plans);
            plans.clear();
        }
        all.forEach(RunningPlan::end);
    }
}
