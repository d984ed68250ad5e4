package dev.multiprocess.internal.scope;

import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.report.AbortFailure;
import dev.multiprocess.internal.report.Diagnosis;
import dev.multiprocess.internal.run.PersistentExecutor;
import dev.multiprocess.internal.run.RunParts;
import dev.multiprocess.internal.run.RunThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Ends a test from outside its own code: at its deadline, or when all its processes wait for each other. */
final class TestAbort {

    /** How long a task may take to clean up when its test has failed. */
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(500);

    private final TestSetup setup;
    private final RunThreads timers;
    private final StateLock state;
    private final TestThreads threads;
    private final TestChildren children;
    private final Stopping stopping;
    private final TestQueues queues;
    private final BooleanSupplier over;
    private final Supplier<Diagnosis> examination;
    private final DeadlockWatch deadlocks;
    private Optional<ScheduledFuture<?>> deadline = Optional.empty();

    /** What the test fails with, if it was aborted. */
    private Optional<RuntimeException> failure = Optional.empty();

    private boolean underWay;
    private boolean told;
    private boolean suspended;

    /**
     * Of one test.
     *
     * @param over whether the test has ended
     * @param examination finds out what all of its processes do
     */
    TestAbort(
            TestSetup setup,
            RunParts run,
            StateLock state,
            TestThreads threads,
            TestChildren children,
            Stopping stopping,
            TestQueues queues,
            BooleanSupplier over,
            Supplier<Diagnosis> examination) {
        this.setup = setup;
        timers = run.threads();
        this.state = state;
        this.threads = threads;
        this.children = children;
        this.stopping = stopping;
        this.queues = queues;
        this.over = over;
        this.examination = examination;
        deadlocks = new DeadlockWatch(timers, threads, children, queues, run.liveProcesses(), this::deadlocked);
    }

    /** Sets the deadline. */
    void watch() {
        deadline = Optional.of(timers.later(timeout(), this::deadlinePassed));
        deadlocks.begin();
    }

    /** Called when a debugger may hold any of the processes as long as it likes. */
    void suspend() {
        state.change(() -> suspended = true);
        stopWatching();
    }

    boolean isSuspended() {
        return state.locked(() -> suspended);
    }

    void stopWatching() {
        deadline.ifPresent(passing -> passing.cancel(false));
        deadlocks.end();
    }

    private void deadlinePassed() {
        if (!over.getAsBoolean()) {
            end(AbortFailure.atDeadline(test(), timeout(), examination), true);
        }
    }

    private String test() {
        return setup.test().toString();
    }

    private Duration timeout() {
        return setup.options().timeout();
    }

    /** Called when all processes of the test were found to wait for each other. */
    private void deadlocked() {
        if (!over.getAsBoolean()) {
            // No thread needs an interruption: the test waits in an operation of ours, which throws.
            end(AbortFailure.byDeadlock(test(), examination), false);
        }
    }

    /** Fails the test, and ends its children: by interrupts, by requests, by force. */
    private void end(RuntimeException reason, boolean interrupts) {
        if (begin(reason, interrupts)) {
            PersistentExecutor.persist(() -> endChildren(reason));
        }
    }

    private void endChildren(RuntimeException reason) {
        queues.failUse(reason);
        children.testEnds();
        List<Child<?>> alive = children.alive();
        alive.forEach(child -> child.life().giveUp());
        stopping.awaitEnd(alive, INTERRUPT_GRACE);
        stopping.stop(alive);
        state.change(() -> underWay = false);
    }

    /** Records why the test ends, if it has not ended already. */
    private boolean begin(RuntimeException reason, boolean interrupts) {
        return state.locked(() -> {
            if (over.getAsBoolean() || failure.isPresent()) {
                return false;
            }
            state.change(() -> {
                failure = Optional.of(reason);
                underWay = true;
            });
            if (interrupts) {
                threads.interrupt();
            }
            return true;
        });
    }

    /** Waits until this has finished ending children. */
    void awaitDone(Duration limit) {
        state.awaitQuietly(() -> !underWay, limit);
    }

    boolean hasBegun() {
        return state.locked(failure::isPresent);
    }

    /** Fails if the test was ended. */
    void requireInTime() {
        state.locked(() -> failure).ifPresent(reason -> {
            throw reason;
        });
    }

    /**
     * Replaces what a part of the test threw by what ended the test, if it was ended; then the end of the test does not
     * report that again.
     */
    Throwable insteadOf(Throwable thrown) {
        return state.locked(() -> {
            told = failure.isPresent();
            return told ? failure.get() : thrown;
        });
    }

    /** What the test fails with, if that was not reported yet. */
    Optional<RuntimeException> untold() {
        return state.locked(() -> told ? Optional.empty() : failure);
    }
}
