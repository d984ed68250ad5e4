package dev.multiprocess.internal.checkpoint;

import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Events;
import dev.multiprocess.internal.segment.Segment;
import java.util.concurrent.ConcurrentHashMap;

/** The checkpoints of one test, as one process reaches them. Any thread. */
public final class PointAccess {

    /** A point in a loop would fill the log. */
    private static final long LOGGED = 100;

    private final Segment segment;
    private final PointCounts counts;
    private final int process;
    private final CheckpointCalls calls;
    private final ConcurrentHashMap<String, Integer> slots = new ConcurrentHashMap<>();

    /**
     * Knows no point yet.
     *
     * @param segment has the counts
     * @param process the number of this child; 0 for the test JVM
     * @param calls reaches what decides
     */
    public PointAccess(Segment segment, int process, CheckpointCalls calls) {
        this.segment = segment;
        this.process = process;
        this.calls = calls;
        counts = new PointCounts(segment);
    }

    String handleId() {
        return segment.id().handleId();
    }

    /** What decides about points that are watched. */
    public CheckpointCalls calls() {
        return calls;
    }

    void reach(String point) {
        Integer slot = slots.get(PointName.requireNonNull(point));
        if (slot == null) {
            slot = calls.slot(process, PointName.required(point));
            slots.put(point, slot);
        }
        PassedPoints.passes(point);
        long word = counts.add(slot);
        long count = PointCounts.countOf(word) + 1;
        if (count <= LOGGED || PointCounts.isWatched(word)) {
            Events.at(Event.Kind.CHECKPOINT, count, 0, point);
        }
        if (PointCounts.isWatched(word)) {
            arrive(point, count);
        }
    }

    /** In two parts: that the thread has arrived is known even if it is interrupted and may not wait. */
    private void arrive(String point, long count) {
        long arrival = calls.arrive(process, point, count);
        if (arrival == CheckpointCalls.CONTINUES) {
            return;
        }
        boolean continues = false;
        try {
            calls.awaitTurn(arrival);
            continues = true;
        } catch (ProcessInterruptedException e) {
            InterruptedException cause =
                    e.getCause() instanceof InterruptedException interruption ? interruption : null;
            throw new ProcessInterruptedException(
                    "interrupted at checkpoint '".concat(point).concat("'"), cause);
        } finally {
            if (!continues) {
                calls.leave(arrival);
            }
        }
    }
}
