package dev.multiprocess.internal.report;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a child's end means for its test.
 *
 * @param ending how it ended; empty while it lives
 * @param threw whether its task has thrown
 * @param daemon whether the test does not wait for it
 * @param killed whether the test has killed it, or we have for the test
 * @param interrupted whether the test has interrupted it
 * @param givenUp whether its test had failed before it ended
 * @param limits of its time, and which have passed
 * @param demand what the test demands of its end
 */
public record Outcome(
        Optional<Ending> ending,
        boolean threw,
        boolean daemon,
        boolean killed,
        boolean interrupted,
        boolean givenUp,
        Limits limits,
        Demand demand) {

    /**
     * The failure that the child's end is; empty if it ended well, or as the test asked, or lives.
     *
     * @param facts asked only if there is a failure
     * @param thrown recreates what the task threw; asked only if it matters
     */
    public Optional<RuntimeException> failure(Supplier<ChildFacts> facts, Supplier<Throwable> thrown) {
        if (ending.isEmpty()) {
            return Optional.empty();
        }
        if (limits.atStart().isPresent()) {
            return Optional.of(late(facts.get(), FailureTexts::startTimedOut, limits.start()));
        }
        if (limits.atHard().isPresent()) {
            return Optional.of(
                    late(facts.get(), FailureTexts::hardLimit, limits.hard().orElseThrow()));
        }
        if (demand.expectation().isEmpty() ? isAsAsked(thrown) : isAsExpected()) {
            return Optional.empty();
        }
        Throwable cause = threw ? thrown.get() : null;
        ChildFacts child = facts.get();
        if (limits.atSoft().isPresent() && demand.expectation().isEmpty()) {
            return Optional.of(late(
                    child, FailureTexts.softLimit(child, cause), limits.soft().orElseThrow(), cause));
        }
        return Optional.of(failed(child, FailureTexts.childEnded(child, cause, demand.expectation()), cause));
    }

    private boolean isAsExpected() {
        if (end().hasLingered()) {
            return false;
        }
        if (demand.ranUntilTheEnd() && !daemon) {
            // The test no longer waited for it, since something else had failed.
            return true;
        }
        Expectation expectation = demand.expectation().orElseThrow();
        if (expectation instanceof Expectation.Exit expected) {
            return expected.isMetBy(end().status());
        }
        if (expectation instanceof Expectation.Killed expected) {
            return expected.isMetBy(end().status(), killed);
        }
        return demand.ranUntilTheEnd();
    }

    private boolean isAsAsked(Supplier<Throwable> thrown) {
        return end().isAsAsked()
                || demand.mayExit() && end().isExitWithoutError()
                || givenUp
                || interrupted && threw && isInterruption(thrown.get());
    }

    private Ending end() {
        return ending.orElseThrow();
    }

    private static boolean isInterruption(Throwable thrown) {
        return thrown instanceof InterruptedException
                || thrown instanceof ProcessInterruptedException
                || thrown instanceof ClosedByInterruptException;
    }

    /**
     * The failure of a test that waits for a task that a child has not begun.
     *
     * @param cause what its task threw; null if it did not
     */
    public static ChildFailedException missed(ChildFacts child, Throwable cause) {
        return failed(child, FailureTexts.childEnded(child, cause, Optional.empty()), cause);
    }

    /**
     * The failure of a test that asks for a result which a child has not returned.
     *
     * @param cause what its task threw; null if it did not
     */
    public static ChildFailedException withoutResult(ChildFacts child, Throwable cause) {
        return failed(child, FailureTexts.withoutResult(child, cause), cause);
    }

    /**
     * The failure of a test that waits for a line which a child has not written.
     *
     * @param cause what its task threw; null if it did not
     * @param pattern what the line was to match
     */
    public static ChildFailedException unwritten(ChildFacts child, Throwable cause, String pattern) {
        return failed(child, FailureTexts.unwritten(child, cause, pattern), cause);
    }

    /** The failure of a test that asks for a result which is no object here. */
    public static ChildFailedException unreadable(ChildFacts child, UnreadableObjectException why) {
        return failed(child, FailureTexts.resultUnreadable(child, why), why.getCause() == null ? why : why.getCause());
    }

    private static ChildTimeoutException late(ChildFacts child, Function<ChildFacts, String> message, Duration limit) {
        return late(child, message.apply(child), limit, null);
    }

    private static ChildTimeoutException late(ChildFacts child, String message, Duration limit, Throwable cause) {
        ChildTimeoutException late =
                new ChildTimeoutException(message, List.of(child.id().name()), limit);
        late.initCause(cause);
        late.setStackTrace(child.stack());
        return late;
    }

    private static ChildFailedException failed(ChildFacts child, String message, Throwable cause) {
        ChildFailedException failure = new ChildFailedException(
                message,
                child.id().name(),
                child.id().pid(),
                child.end().status(),
                child.output().last(),
                cause);
        failure.setStackTrace(child.stack());
        return failure;
    }
}
