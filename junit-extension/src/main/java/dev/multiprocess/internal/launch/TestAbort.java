package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.report.AbortFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;

/** Ends a test from outside its own code: at its deadline, or when all its processes wait for each other. */
final class TestAbort {

    /** How long a task may take to clean up when its test has failed. */
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(500);

    private final TestScope scope;
    private final Duration timeout;
    private final DeadlockWatch deadlocks;
    private Optional<ScheduledFuture<?>> deadline = Optional.empty();

    /** What the test fails with, if it was ended so. */
    private Optional<RuntimeException> failure = Optional.empty();

    private boolean underWay;
    private boolean told;
    private boolean suspended;

    TestAbort(TestScope scope, Duration timeout) {
        this.scope = scope;
        this.timeout = timeout;
        deadlocks = new DeadlockWatch(scope);
    }

    /** Sets the deadline. */
    void watch() {
        deadline = Optional.of(scope.run().later(timeout, this::deadlinePassed));
        deadlocks.begin();
    }

    /** Called when a debugger may hold any of the processes for as long as it likes. */
    void suspend() {
        scope.change(() -> suspended = true);
        stopWatching();
    }

    boolean isSuspended() {
        return scope.locked(() -> suspended);
    }

    void stopWatching() {
        deadline.ifPresent(passing -> passing.cancel(false));
        deadlocks.end();
    }

    private void deadlinePassed() {
        if (!scope.isOver()) {
            end(AbortFailure.atDeadline(scope.test().toString(), timeout, scope::examine), true);
        }
    }

    /** Called when all processes of the test were found to wait for each other. */
    void deadlocked() {
        if (!scope.isOver()) {
            // Nobody need be interrupted: the test waits in an operation of ours, which throws.
            end(AbortFailure.byDeadlock(scope.test().toString(), scope::examine), false);
        }
    }

    /** Fails the test, and ends its children: by interrupts, by requests, by force. */
    private void end(RuntimeException reason, boolean interrupts) {
        if (begin(reason, interrupts)) {
            PersistentExecutor.persist(() -> endChildren(reason));
        }
    }

    private void endChildren(RuntimeException reason) {
        scope.queues().failUse(reason);
        scope.change(() -> scope.children().forEach(Child::testEnds));
        List<Child<?>> alive = scope.children().stream()
                .filter(child -> !scope.locked(child::hasEnded))
                .toList();
        alive.forEach(child -> child.life().giveUp());
        scope.stopping().awaitEnd(alive, INTERRUPT_GRACE);
        scope.stopping().stop(alive);
        scope.change(() -> underWay = false);
    }

    /** Says why the test ends, if it has not ended already. */
    private boolean begin(RuntimeException reason, boolean interrupts) {
        return scope.locked(() -> {
            if (scope.isOver() || failure.isPresent()) {
                return false;
            }
            scope.change(() -> {
                failure = Optional.of(reason);
                underWay = true;
            });
            if (interrupts) {
                scope.threads().interrupt();
            }
            return true;
        });
    }

    /** Waits until children are ended no more by this. */
    void awaitDone(Duration limit) {
        scope.awaitQuietly(() -> !underWay, limit);
    }

    boolean hasBegun() {
        return scope.locked(failure::isPresent);
    }

    /** Fails if the test was ended. */
    void requireInTime() {
        scope.locked(() -> failure).ifPresent(reason -> {
            throw reason;
        });
    }

    /**
     * Replaces what a part of the test threw by what ended the test, if it was ended; then the end of the test does not tell
     * that again.
     */
    Throwable insteadOf(Throwable thrown) {
        return scope.locked(() -> {
            told = failure.isPresent();
            return told ? failure.get() : thrown;
        });
    }

    /** What the test fails with and nobody was told yet. */
    Optional<RuntimeException> untold() {
        return scope.locked(() -> told ? Optional.empty() : failure);
    }
}
