package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.sync.SharedLong;

/** A number in shared memory. Any thread. */
final class LongView implements SharedLong, Handle {

    private final Segment segment;

    LongView(Segment segment) {
        this.segment = segment;
    }

    @Override
    public String handleId() {
        return segment.id().handleId();
    }

    @Override
    public String name() {
        return segment.id().name();
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

    @Override
    public String toString() {
        return segment.id().toString();
    }
}
