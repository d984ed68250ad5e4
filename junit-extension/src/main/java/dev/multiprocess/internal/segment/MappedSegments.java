package dev.multiprocess.internal.segment;

import dev.multiprocess.internal.objects.Handle;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** The segments that a child has met: each is mapped once, and one object stands for it. Thread-safe. */
public final class MappedSegments {

    private final Map<String, Mapped> mapped = new HashMap<>();

    private record Mapped(Segment segment, Handle view) {}

    /**
     * Finds what stands for a segment here, which is mapped when it is met first.
     *
     * @param handleId of any process
     * @param views makes it
     * @return the same for the same id
     * @throws IllegalStateException if the segment has ended
     */
    public synchronized Handle resolve(String handleId, SegmentView<?> views) {
        Mapped known = mapped.get(handleId);
        if (known == null) {
            forgetEnded();
            Segment segment = Segment.open(SegmentId.of(handleId));
            known = new Mapped(segment, views.of(segment));
            mapped.put(handleId, known);
        }
        return known.view();
    }

    /** A child of a class meets those of all its tests. */
    private void forgetEnded() {
        for (Iterator<Mapped> all = mapped.values().iterator(); all.hasNext(); ) {
            if (all.next().segment().isEnded()) {
                all.remove();
            }
        }
    }
}
