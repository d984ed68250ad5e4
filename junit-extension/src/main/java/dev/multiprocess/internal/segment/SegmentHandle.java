package dev.multiprocess.internal.segment;

import dev.multiprocess.internal.objects.Handle;

/** What stands for a segment in one process; equal to whatever else stands for it. */
public abstract class SegmentHandle implements Handle {

    protected final Segment segment;

    protected SegmentHandle(Segment segment) {
        this.segment = segment;
    }

    @Override
    public final String handleId() {
        return segment.id().handleId();
    }

    /** Its name, as in messages. */
    public final String name() {
        return segment.id().name();
    }

    @Override
    public String toString() {
        return segment.id().toString();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Handle handle && handle.handleId().equals(handleId());
    }

    @Override
    public final int hashCode() {
        return handleId().hashCode();
    }
}
