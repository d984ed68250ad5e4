package dev.multiprocess.internal.crash;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.cases.Chosen;
import dev.multiprocess.internal.cases.CrashOrder;
import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.os.OwnDirectory;
import dev.multiprocess.internal.report.StitchedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The crash tests of one test; they end with it. Thread-safe. */
public final class ScopedCrashTests {

    private final CrashHost host;
    private final List<RunningPlan> plans = new ArrayList<>();
    private int described;
    private int begun;

    /**
     * None yet.
     *
     * @param host the test
     */
    public ScopedCrashTests(CrashHost host) {
        this.host = host;
    }

    /** Notes that the test has described what is crashed, which is to be followed by what is checked. */
    public synchronized void describe() {
        described++;
    }

    /**
     * Records the run of a crash test.
     *
     * @param order what is crashed, and where
     * @param check what must be true after each crash
     * @return its tests, none of which has begun; empty if only a crash of another plan of the test is tried
     */
    public Optional<RunningPlan> begin(CrashOrder order, CrashTests.Check check) {
        List<StackTraceElement> caller = StitchedStack.withoutOurs(new Throwable().getStackTrace());
        int number = next();
        if (Chosen.plan().filter(wanted -> wanted != number).isPresent()) {
            return Optional.empty();
        }
        try {
            // The first has the directory of the test itself.
            Path directory = host.directory()
                    .resolve(number == 1 ? "" : "crash-test-" + number)
                    .toAbsolutePath();
            OwnDirectory.makeBelow(directory);
            RunningPlan plan = new PlanBegin(host, order, number, directory).record(check, caller);
            synchronized (this) {
                plans.add(plan);
            }
            return Optional.of(plan);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the run of crash test " + host.test() + " cannot be recorded: " + e.getMessage(), e);
        }
    }

    private synchronized int next() {
        return ++begun;
    }

    /**
     * Waits for what has begun, whose children have ended, and says what was tried.
     *
     * @return what is wrong with a test that has tried nothing
     */
    public Optional<RuntimeException> end() {
        List<RunningPlan> all;
        synchronized (this) {
            all = List.copyOf(plans);
            plans.clear();
        }
        all.forEach(RunningPlan::end);
        return nothingTried(all);
    }

    private synchronized Optional<RuntimeException> nothingTried(List<RunningPlan> all) {
        String wrong = null;
        if (described > 0 && begun == 0) {
            wrong = "crash test " + host.test()
                    + " must check something: it describes a run, and thenCheck is not called";
        } else if (begun > 0
                && all.isEmpty()
                && Chosen.plan().filter(wanted -> wanted > begun).isPresent()) {
            wrong = "the system property " + MultiProcessOptions.CRASH + " must name a crash of test " + host.test()
                    + ", as its failure does: " + MultiProcessOptions.CRASH + "="
                    + System.getProperty(MultiProcessOptions.CRASH) + ", and the test has " + begun
                    + " crash tests; select only the test that has failed";
        } else {
            // JUnit looks at all tests that are returned, and may have been asked to run one of them.
            boolean someRun = all.stream().anyMatch(RunningPlan::hasRun);
            int tests = all.stream()
                    .filter(plan -> !someRun || !plan.isHandedOut())
                    .mapToInt(plan -> plan.names().size())
                    .sum();
            if (tests > 0) {
                wrong =
                        "the stream that thenCheck returns must be returned from a method with @TestFactory: of crash test "
                                + host.test() + ", " + tests + " tests were made and none of them was run";
            }
        }
        return Optional.ofNullable(wrong).map(MultiProcessConfigurationException::new);
    }
}
