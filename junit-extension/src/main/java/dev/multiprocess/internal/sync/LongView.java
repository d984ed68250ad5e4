package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.internal.segment.SegmentHandle;
import dev.multiprocess.sync.SharedLong;

/** A number in shared memory. Any thread. */
final class LongView extends SegmentHandle implements SharedLong {

    LongView(Segment segment) {
        super(segment);
    }

    private Segment usable() {
        segment.usable();
        return segment;
    }

    @Override
    public long get() {
        return usable().get(0);
    }

    @Override
    public void set(long value) {
        usable().set(0, value);
    }

    @Override
    public void lazySet(long value) {
        usable().publish(0, value);
    }

    @Override
    public long getAndSet(long value) {
        return usable().getAndSet(0, value);
    }

    @Override
    public boolean compareAndSet(long expected, long value) {
        return usable().compareAndSet(0, expected, value);
    }

    @Override
    public long compareAndExchange(long expected, long value) {
        return usable().compareAndExchange(0, expected, value);
    }

    @Override
    public long getAndAdd(long delta) {
        return usable().getAndAdd(0, delta);
    }
}
