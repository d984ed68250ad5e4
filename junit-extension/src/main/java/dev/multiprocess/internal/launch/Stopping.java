package dev.multiprocess.internal.launch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How children of one test are ended: asked first, killed after the stop grace, awaited in any case. */
final class Stopping {

    /** How long a killed process may take to be gone. */
    static final Duration DEATH_LIMIT = Duration.ofSeconds(10);

    /** How long children that are about to be killed may take to write their coverage; one that hangs whole never does. */
    private static final Duration SAVE_LIMIT = Duration.ofMillis(500);

    /** How long a debugger may hold a child. */
    private static final Duration NO_LIMIT = Duration.ofDays(7);

    private final TestScope scope;
    private final Duration grace;

    Stopping(TestScope scope, Duration grace) {
        this.scope = scope;
        this.grace = grace;
    }

    /** Asks children to end, waits for the stop grace, and kills those that are still there. */
    void stop(List<? extends Child<?>> all) {
        List<? extends Child<?>> alive = scope.locked(
                () -> all.stream().filter(child -> !child.hasEnded()).toList());
        if (alive.isEmpty()) {
            return;
        }
        alive.forEach(child -> child.life().askToStop());
        if (!awaitEnd(alive, grace)) {
            // A debugger may hold a task for as long as it likes, not a JVM that nobody has attached to.
            awaitEnd(alive.stream().filter(this::isHeldByDebugger).toList(), NO_LIMIT);
            // The test did not ask for their death: what they have covered still counts.
            awaitSaved(alive);
            alive.forEach(Child::killNow);
            awaitEnd(alive, DEATH_LIMIT);
        }
    }

    /** Waits for children to end; false if some have not in time. */
    boolean awaitEnd(List<? extends Child<?>> all, Duration limit) {
        return scope.awaitQuietly(() -> all.stream().allMatch(Child::hasEnded), limit);
    }

    private boolean isHeldByDebugger(Child<?> child) {
        return scope.locked(() -> scope.abort().isSuspended() && child.life().hasBegun());
    }

    static void awaitSaved(List<? extends Child<?>> all) {
        CompletableFuture.allOf(all.stream().map(child -> child.life().save()).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, SAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
