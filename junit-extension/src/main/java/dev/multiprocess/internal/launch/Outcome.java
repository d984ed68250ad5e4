package dev.multiprocess.internal.launch;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a child's end means for its test. Guarded by the lock of its scope.
 */
final class Outcome {

    private final Child<?> child;
    private final ChildLife life;
    private boolean seen;
    private boolean thrown;
    private Expectation expectation;
    private boolean ranUntilTheEnd;

    Outcome(Child<?> child, ChildLife life) {
        this.child = child;
        this.life = life;
    }

    /** The failure that this child's end is; empty if it ended well, or as the test asked, or lives. */
    Optional<RuntimeException> failure() {
        if (!life.hasEnded()) {
            return Optional.empty();
        }
        TimeLimits limits = life.limits();
        if (limits.atStartTimeout().isPresent()) {
            return Optional.of(late(Failures.startTimedOut(child), limits.start(), null));
        }
        if (limits.atHardLimit().isPresent()) {
            return Optional.of(late(Failures.hardLimit(child), limits.hard().orElseThrow(), null));
        }
        if (expectation == null ? isAsAsked() : isAsExpected()) {
            return Optional.empty();
        }
        Throwable cause = life.thrown() == null ? null : rebuilt();
        if (limits.atSoftLimit().isPresent() && expectation == null) {
            return Optional.of(
                    late(Failures.softLimit(child, cause), limits.soft().orElseThrow(), cause));
        }
        return Optional.of(failed(Failures.childEnded(child, cause, expectation()), cause));
    }

    private boolean isAsExpected() {
        if (life.ending().hasLingered()) {
            return false;
        }
        if (ranUntilTheEnd && !child.isDaemon()) {
            // Nobody waited for it any more, since something else had failed.
            return true;
        }
        if (expectation instanceof Expectation.Exit expected) {
            return expected.isMetBy(life.exit());
        }
        if (expectation instanceof Expectation.Killed expected) {
            return expected.isMetBy(life.exit(), life.wasKilledByTest());
        }
        return ranUntilTheEnd;
    }

    private ChildTimeoutException late(String message, Duration limit, Throwable cause) {
        ChildTimeoutException late = new ChildTimeoutException(message, List.of(child.name()), limit);
        late.initCause(cause);
        late.setStackTrace(StitchedStack.startOf(child));
        return late;
    }

    private boolean isAsAsked() {
        return life.ending().isAsAsked()
                || life.wasGivenUp()
                || life.wasInterruptedByTest() && life.thrown() != null && isInterruption(rebuilt());
    }

    private static boolean isInterruption(Throwable thrown) {
        return thrown instanceof InterruptedException
                || thrown instanceof ProcessInterruptedException
                || thrown instanceof ClosedByInterruptException;
    }

    /** The failure of a test that asks for what this child's end has not brought. */
    ChildFailedException missed() {
        Throwable cause = life.thrown() == null ? null : rebuilt();
        return failed(Failures.childEnded(child, cause, Optional.empty()), cause);
    }

    /** The failure of a test that asks for a result which is no object here. */
    ChildFailedException unreadable(UnreadableObjectException why) {
        return failed(Failures.resultUnreadable(child, why), why.getCause() == null ? why : why.getCause());
    }

    private ChildFailedException failed(String message, Throwable cause) {
        ChildFailedException failure = new ChildFailedException(
                message, child.name(), child.pid(), life.exit(), Failures.lastLines(child.output()), cause);
        failure.setStackTrace(StitchedStack.startOf(child));
        return failure;
    }

    private Throwable rebuilt() {
        try {
            Throwable cause = (Throwable) child.scope().serializer().read(life.thrown());
            StitchedStack.stitch(cause, child);
            return cause;
        } catch (RuntimeException e) {
            return new IllegalStateException("the exception of child '" + child.name() + "' could not be read", e);
        }
    }

    /** Says how the child is to end; a later call replaces an earlier one. */
    void expect(Expectation expected) {
        expectation = expected;
    }

    /** Whether the child's end ends nobody's wait, since it comes with the test's end. */
    boolean isExpectedToRun() {
        return expectation instanceof Expectation.RunningAtEnd;
    }

    private Optional<Expectation> expectation() {
        return Optional.ofNullable(expectation);
    }

    /** Says that whatever becomes of the child from here on comes with the test's end. */
    void testEnds() {
        ranUntilTheEnd |= !life.hasEnded();
    }

    /** Says that the test has asked how the child ended, and was told. */
    void markSeen() {
        seen = true;
    }

    /** Says that the failure was thrown at the test. */
    void markThrown() {
        thrown = true;
    }

    /**
     * Whether the test knows how this child ended, and that is its own affair. One that has said what it expects is told
     * if it comes otherwise, also if it has looked.
     */
    boolean isSeen() {
        return thrown || seen && expectation == null;
    }
}
