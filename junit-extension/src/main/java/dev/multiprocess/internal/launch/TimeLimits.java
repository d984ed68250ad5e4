package dev.multiprocess.internal.launch;

import java.time.Duration;
import java.util.Optional;

/**
 * The soft and the hard limit of one child's task, from its begin: at the first its main thread is interrupted, at the
 * second the child is killed. What it did at that moment is kept for the message.
 *
 * <p>Guarded by the lock of its scope.
 */
final class TimeLimits {

    private final Child<?> child;
    private String atSoftLimit;
    private String atHardLimit;

    TimeLimits(Child<?> child) {
        this.child = child;
    }

    Optional<Duration> soft() {
        return child.request.process().softLimit();
    }

    Optional<Duration> hard() {
        return child.request.process().hardLimit();
    }

    /** Begins to count; never under a debugger, where time stands still. */
    void taskBegins() {
        if (!child.scope().run().isDebugged()) {
            soft().ifPresent(limit -> child.life().later(limit, this::softPassed));
            hard().ifPresent(limit -> child.life().later(limit, this::hardPassed));
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
        child.scope().change(() -> atSoftLimit = threads);
    }

    private void hardPassed() {
        if (!child.life().isInItsTask()) {
            return;
        }
        String dump = child.dumpOrReason();
        // It may have ended its task while it was asked what it does.
        boolean late = child.scope().locked(() -> {
            if (child.life().isInItsTask()) {
                atHardLimit = dump;
            }
            return atHardLimit != null;
        });
        if (late) {
            child.life().killForItself();
        }
    }

    /** Whether a limit will still end what the child does. */
    boolean arePending() {
        return child.scope()
                .locked(() -> soft().isPresent() && atSoftLimit == null || hard().isPresent() && atHardLimit == null);
    }

    /** What the child did when the soft limit passed; empty if it has not. */
    Optional<String> atSoftLimit() {
        return Optional.ofNullable(atSoftLimit);
    }

    /** What the child did when the hard limit passed; empty if it has not. */
    Optional<String> atHardLimit() {
        return Optional.ofNullable(atHardLimit);
    }
}
