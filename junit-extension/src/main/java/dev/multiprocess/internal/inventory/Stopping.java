package dev.multiprocess.internal.inventory;

import dev.multiprocess.internal.os.ProcessTree;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.process.ChildLife;
import dev.multiprocess.internal.thread.StateLock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** How children of one test are ended: asked first, killed after the stop grace, awaited in any case. */
public final class Stopping {

    /** How long a debugger may hold a child. */
    private static final Duration NO_LIMIT = Duration.ofDays(7);

    private final StateLock state;
    private final Duration grace;
    private final BooleanSupplier suspended;

    /**
     * For children of one test.
     *
     * @param grace how long they may take to end when asked to
     * @param suspended whether a debugger may hold them
     */
    public Stopping(StateLock state, Duration grace, BooleanSupplier suspended) {
        this.state = state;
        this.grace = grace;
        this.suspended = suspended;
    }

    /** Asks children to end, waits for the stop grace, and kills those that are still there. */
    public void stop(List<? extends Child<?>> all) {
        List<? extends Child<?>> alive = state.locked(
                () -> all.stream().filter(child -> !child.hasEnded()).toList());
        if (alive.isEmpty()) {
            return;
        }
        alive.forEach(child -> child.life().askToStop());
        if (!awaitEnd(alive, grace)) {
            // A debugger may hold a task as long as it likes, but not a JVM that no debugger has attached to.
            awaitEnd(alive.stream().filter(this::isHeldByDebugger).toList(), NO_LIMIT);
            // The test did not ask for their death: what they have covered still counts.
            ChildLife.awaitSaved(alive.stream().map(Child::life).toList());
            alive.forEach(Child::killNow);
            awaitEnd(alive, ProcessTree.DEATH_LIMIT);
        }
    }

    /** Waits for children to end; false if some have not in time. */
    public boolean awaitEnd(List<? extends Child<?>> all, Duration limit) {
        return state.awaitQuietly(() -> all.stream().allMatch(Child::hasEnded), limit);
    }

    private boolean isHeldByDebugger(Child<?> child) {
        return state.locked(() -> suspended.getAsBoolean() && child.life().hasBegun());
    }
}
