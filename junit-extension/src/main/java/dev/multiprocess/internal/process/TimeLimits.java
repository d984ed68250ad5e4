package dev.multiprocess.internal.process;

import dev.multiprocess.internal.report.ChildId;
import dev.multiprocess.internal.report.Limits;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The limits of one child: its start timeout, at which it is killed if its task has not begun; and the soft and the
 * hard limit of its task, from the task's start: at the first its main thread is interrupted, at the second the child
 * is killed. What it did at that moment is kept for the message.
 *
 * <p>Guarded by the lock of its test.
 */
final class TimeLimits {

    private final ChildHost host;
    private final Limited child;
    private Limits known;

    /** What is limited. */
    interface Limited {

        ChildId id();

        boolean isStarting();

        boolean isInItsTask();

        /** Sets a timer that ends with the child. */
        void later(Duration delay, Runnable action);

        /** The threads, or why they are not known. */
        String dumpOrReason();

        /** Asks a child that is up what it does, and then interrupts its task; does not wait for either. */
        void interruptAfter(Consumer<String> threads);

        /** Kills the child for a reason of its own, not of the test's. */
        void killForItself();
    }

    TimeLimits(ChildHost host, Limited child, Limits limits) {
        this.host = host;
        this.child = child;
        known = limits;
    }

    /** The limits, and what the child did when they passed; called with the lock held. */
    Limits known() {
        return known;
    }

    /** Begins to count the start timeout; never under a debugger. */
    void childStarts() {
        child.later(known.start(), this::startPassed);
    }

    private void startPassed() {
        killIfStill(child::isStarting, threads -> known = known.passedStart(threads));
    }

    /** Begins to count the limits of its task; never under a debugger, where time stands still. */
    void taskBegins() {
        if (!host.isDebugged()) {
            known.soft().ifPresent(limit -> child.later(limit, this::softPassed));
            known.hard().ifPresent(limit -> child.later(limit, this::hardPassed));
        }
    }

    private void softPassed() {
        if (child.isInItsTask()) {
            // Noted before the task can end by it.
            passedSoft(child.id() + " has not told its threads");
            child.interruptAfter(this::passedSoft);
        }
    }

    private void passedSoft(String threads) {
        host.change(() -> known = known.passedSoft(threads));
    }

    private void hardPassed() {
        killIfStill(child::isInItsTask, threads -> known = known.passedHard(threads));
    }

    /** The child may leave the limited phase while it is asked what it does. */
    private void killIfStill(BooleanSupplier there, Consumer<String> late) {
        if (!there.getAsBoolean()) {
            return;
        }
        String threads = child.dumpOrReason();
        boolean still = host.locked(() -> {
            boolean stillThere = there.getAsBoolean();
            if (stillThere) {
                late.accept(threads);
            }
            return stillThere;
        });
        if (still) {
            child.killForItself();
        }
    }

    /** Whether a limit will still end what the child does. */
    boolean arePending() {
        return host.locked(() -> known.arePending());
    }
}
