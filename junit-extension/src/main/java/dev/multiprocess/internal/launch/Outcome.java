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

    Outcome(Child<?> child, ChildLife life) {
        this.child = child;
        this.life = life;
    }

    /** The failure that this child's end is; empty if it ended well, or as the test asked, or lives. */
    Optional<RuntimeException> failure() {
        if (!life.hasEnded() || isExpected()) {
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
        Throwable cause = life.thrown() == null ? null : rebuilt();
        return Optional.of(failed(Failures.childEnded(child, cause), cause));
    }

    private boolean isExpected() {
        return life.exit().isSuccess()
                || life.wasGivenUp()
                || life.exit().end() == ExitStatus.End.STOPPED
                || life.wasKilledByTest() && life.thrown() == null;
    }

    /** The failure of a test that asks for what this child's end has not brought. */
    ChildFailedException missed() {
        return failed(Failures.childEnded(child, null), null);
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

    void markSeen() {
        seen = true;
    }

    /** Whether the test has been shown how this child ended. */
    boolean isSeen() {
        return seen;
    }
}
