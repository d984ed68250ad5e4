package dev.multiprocess.internal.crash;

import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.cases.PlanOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What all trials of a plan use. Immutable but for what it holds.
 *
 * @param states makes what crashes leave
 * @param children run checks
 * @param check what must be true
 * @param directory has a directory for each crash
 * @param nanos how long the recorded run took
 * @param caller where the plan was made
 */
record TrialSetup(
        StateMaker states,
        CrashChildren children,
        CrashTests.Check check,
        Path directory,
        PlanOptions options,
        long nanos,
        PairBudget budget,
        CrashSummary summary,
        List<StackTraceElement> caller) {

    Path found(String key) {
        return directory.resolve(key);
    }

    /** Runs the check in a child that is named after what it checks. */
    Optional<CheckFailure> check(String key, Path checked, List<String> promised, Optional<Path> log)
            throws IOException {
        return children.check(key, check, checked, promised, log);
    }

    /** A failure at the place where the plan was made. */
    AssertionError failure(String text, Throwable cause) {
        AssertionError failure = new AssertionError(text, cause);
        failure.setStackTrace(caller.toArray(StackTraceElement[]::new));
        return failure;
    }
}
