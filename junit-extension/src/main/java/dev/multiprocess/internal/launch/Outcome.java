package dev.multiprocess.internal.launch;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.ExitStatus;
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
        if (life.hasStartTimedOut()) {
            ChildTimeoutException late = new ChildTimeoutException(
                    Failures.startTimedOut(child),
                    List.of(child.name()),
                    child.request.options().startTimeout());
            late.setStackTrace(StitchedStack.startOf(child));
            return Optional.of(late);
        }
        if (expectation == null ? isAsAsked() : isAsExpected()) {
            return Optional.empty();
        }
        Throwable cause = life.thrown() == null ? null : rebuilt();
        return Optional.of(failed(Failures.childEnded(child, cause, expectation()), cause));
    }

    private boolean isAsExpected() {
        if (life.lingering().isPresent()) {
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

    private boolean isAsAsked() {
        return life.exit().isSuccess()
                || life.exit().end() == ExitStatus.End.STOPPED
                || life.wasKilledByTest() && life.thrown() == null;
    }

    /** The failure of a test that asks for what this child's end has not brought. */
    ChildFailedException missed() {
        return failed(Failures.childEnded(child, null, Optional.empty()), null);
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
