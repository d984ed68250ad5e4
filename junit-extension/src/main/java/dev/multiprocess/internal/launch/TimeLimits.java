package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.report.Limits;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The limits of one child: its start timeout, at which it is killed if its task has not begun; and the soft and the hard
 * limit of its task, from its begin: at the first its main thread is interrupted, at the second the child is killed. What
 * it did at that moment is kept for the message.
 *
 * <p>Guarded by the lock of its scope.
 */
final class TimeLimits {

    private final Child<?> child;
    private Limits known;

    TimeLimits(Child<?> child) {
        this.child = child;
        known = Limits.of(
                child.plan.options().startTimeout(),
                child.plan.process().softLimit(),
                child.plan.process().hardLimit());
    }

    /** The limits, and what the child did when they passed; called with the lock held. */
    Limits known() {
        return known;
    }

    /** Begins to count the start timeout; never under a debugger. */
    void childStarts() {
        child.life().later(known.start(), this::startPassed);
    }

    private void startPassed() {
        killIfStill(child.life()::isStarting, threads -> known = known.passedStart(threads));
    }

    /** Begins to count those of its task; never under a debugger, where time stands still. */
    void taskBegins() {
        if (!child.scope().run().isDebugged()) {
            known.soft().ifPresent(limit -> child.life().later(limit, this::softPassed));
            known.hard().ifPresent(limit -> child.life().later(limit, this::hardPassed));
        }
    }

    private void softPassed() {
        if (child.life().isInItsTask()) {
            // Noted before the task can end by it.
            passedSoft(child + " has not told its threads");
            child.life().interruptAfter(this::passedSoft);
        }
    }

    private void passedSoft(String threads) {
        child.scope().change(() -> known = known.passedSoft(threads));
    }

    private void hardPassed() {
        killIfStill(child.life()::isInItsTask, threads -> known = known.passedHard(threads));
    }

    /** The child may leave what the limit is for while it is asked what it does. */
    private void killIfStill(BooleanSupplier there, Consumer<String> late) {
        if (!there.getAsBoolean()) {
            return;
        }
        String threads = child.dumpOrReason();
        boolean still = child.scope().locked(() -> {
            boolean stillThere = there.getAsBoolean();
            if (stillThere) {
                late.accept(threads);
            }
            return stillThere;
        });
        if (still) {
            child.life().killForItself();
        }
    }

    /** Whether a limit will still end what the child does. */
    boolean arePending() {
        return child.scope().locked(() -> known.arePending());
    }
}
