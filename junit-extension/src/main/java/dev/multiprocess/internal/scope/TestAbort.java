package dev.multiprocess.internal.scope;

import dev.multiprocess.internal.inventory.Stopping;
import dev.multiprocess.internal.inventory.TestChildren;
import dev.multiprocess.internal.inventory.TestQueues;
import dev.multiprocess.internal.inventory.TestSetup;
import dev.multiprocess.internal.inventory.TestSyncs;
import dev.multiprocess.internal.inventory.TestThreads;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.report.AbortFailure;
import dev.multiprocess.internal.report.FailureTexts;
import dev.multiprocess.internal.report.Verdict;
import dev.multiprocess.internal.run.PersistentExecutor;
import dev.multiprocess.internal.run.RunParts;
import dev.multiprocess.internal.segment.ScopedSegments;
import dev.multiprocess.internal.thread.StateLock;
import dev.multiprocess.internal.turns.ScopedCheckpoints;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;

/** Ends a test from outside its own code: at its deadline, or when all its processes wait for each other. */
final class TestAbort {

    /** How long a task may take to clean up when its test has failed. */
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(500);

    /** A test that has less is about to fail anyway when half of it has passed. */
    private static final Duration SHORTEST_HALVED = Duration.ofSeconds(5);

    private final TestSetup setup;
    private final RunParts run;
    private final StateLock state;
    private final TestThreads threads;
    private final TestChildren children;
    private final Stopping stopping;
    private final TestQueues queues;
    private final ScopedSegments segments;
    private final ScopedCheckpoints checkpoints;
    private final TestSyncs syncs;
    private final BooleanSupplier over;
    private final TestTimeline timeline;
    private final Examination examination;

    /** What ends the test while it is watched. */
    private Optional<Watch> watch = Optional.empty();

    /** What the test fails with, if it was aborted. */
    private Optional<RuntimeException> failure = Optional.empty();

    private boolean underWay;
    private boolean told;
    private boolean suspended;

    /** From one point of a test to its deadline; a new one begins where the deadline is set anew. */
    private final class Watch implements DeadlockWatch.Found {

        private final ScheduledFuture<?> deadline =
                run.threads().later(setup.options().timeout(), this::deadlinePassed);
        private final Optional<ScheduledFuture<?>> halfway = Optional.of(
                        setup.options().timeout())
                .filter(timeout -> timeout.compareTo(SHORTEST_HALVED) >= 0)
                .map(timeout -> run.threads().later(timeout.dividedBy(2), this::halfPassed));
        private final DeadlockWatch deadlocks = new DeadlockWatch(
                run.threads(), threads, children, queues, syncs, run.liveProcesses(), checkpoints::yieldTurn, this);

        void begin() {
            deadlocks.begin();
        }

        void end() {
            deadline.cancel(false);
            halfway.ifPresent(timer -> timer.cancel(false));
            deadlocks.end();
        }

        private void halfPassed() {
            if (!over.getAsBoolean()) {
                System.out.println(FailureTexts.halfway(
                        examination.glance(), setup.options().timeout()));
            }
        }

        private void deadlinePassed() {
            if (!over.getAsBoolean()) {
                abort(
                        this,
                        AbortFailure.atDeadline(
                                setup.test().toString(), setup.options().timeout(), examination::find),
                        true);
            }
        }

        @Override
        public void allWait() {
            if (!over.getAsBoolean()) {
                // The test waits in an operation of ours, which throws, unless it is for what belongs to another scope.
                RuntimeException reason = checkpoints
                        .impossibleOrder()
                        .orElseGet(() -> AbortFailure.byDeadlock(setup.test().toString(), examination::find));
                abort(this, reason, threads.haveOuter());
            }
        }

        @Override
        public void circleOfLocks(List<String> sentences) {
            if (!over.getAsBoolean()) {
                // The test may wait for anything, or for nothing.
                abort(this, AbortFailure.byLocks(setup.test().toString(), sentences, examination::find), true);
            }
        }
    }

    /**
     * Of one test.
     *
     * @param over whether the test has ended
     * @param timeline learns of it
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
            ScopedSegments segments,
            ScopedCheckpoints checkpoints,
            TestSyncs syncs,
            BooleanSupplier over,
            TestTimeline timeline,
            Examination examination) {
        this.setup = setup;
        this.run = run;
        this.state = state;
        this.threads = threads;
        this.children = children;
        this.stopping = stopping;
        this.queues = queues;
        this.segments = segments;
        this.checkpoints = checkpoints;
        this.syncs = syncs;
        this.over = over;
        this.timeline = timeline;
        this.examination = examination;
    }

    /** Sets the deadline, anew if there was one. */
    void watch() {
        state.change(() -> {
            rest();
            if (!suspended) {
                watch = Optional.of(new Watch());
                watch.get().begin();
            }
        });
    }

    /** Lifts the deadline. */
    void rest() {
        state.change(() -> {
            watch.ifPresent(Watch::end);
            watch = Optional.empty();
        });
    }

    /** Called when a debugger may hold any of the processes as long as it likes. */
    void suspend() {
        state.change(() -> suspended = true);
        rest();
    }

    boolean isSuspended() {
        return state.locked(() -> suspended);
    }

    /** Fails the test, and ends its children: by interrupts, by requests, by force. */
    private void abort(Watch by, RuntimeException reason, boolean interrupts) {
        if (begin(by, reason, interrupts)) {
            PersistentExecutor.persist(() -> endChildren(reason));
        }
    }

    private void endChildren(RuntimeException reason) {
        queues.failUse(reason);
        segments.failUse(reason);
        children.testEnds();
        List<Child<?>> alive = children.alive();
        syncs.abort(alive, reason);
        alive.forEach(child -> child.life().giveUp());
        stopping.awaitEnd(alive, INTERRUPT_GRACE);
        stopping.stop(alive);
        state.change(() -> underWay = false);
    }

    /** Records why the test ends, if it has not ended already, and is still watched in the same way. */
    private boolean begin(Watch by, RuntimeException reason, boolean interrupts) {
        return state.locked(() -> {
            if (over.getAsBoolean() || failure.isPresent() || !watch.equals(Optional.of(by))) {
                return false;
            }
            state.change(() -> {
                failure = Optional.of(reason);
                underWay = true;
            });
            // Before any wait ends by that.
            timeline.isEnded(reason);
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
     *
     * @param thrown {@code null} if it threw nothing
     */
    Throwable insteadOf(Throwable thrown) {
        return state.locked(() -> {
            Throwable all = Verdict.of(untold(), thrown, List.of(), List.of());
            told = failure.isPresent();
            return all;
        });
    }

    /** What the test fails with, if that was not reported yet. */
    Optional<RuntimeException> untold() {
        return state.locked(() -> told ? Optional.empty() : failure);
    }
}
