package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.internal.segment.SegmentHandle;
import dev.multiprocess.sync.SharedLongArray;
import java.util.Objects;

/** Numbers in shared memory. Any thread. */
final class LongArrayView extends SegmentHandle implements SharedLongArray {

    private final int length;

    LongArrayView(Segment segment) {
        super(segment);
        length = Math.toIntExact(segment.id().bytes() / Long.BYTES) - 1;
    }

    /** Room for one more, since there can be none. */
    static long bytes(long length) {
        return (length + 1) * Long.BYTES;
    }

    @Override
    public int length() {
        return length;
    }

    private int offset(int index) {
        segment.usable();
        return Objects.checkIndex(index, length) * Long.BYTES;
    }

    @Override
    public long get(int index) {
        return segment.get(offset(index));
    }

    @Override
    public void set(int index, long value) {
        segment.set(offset(index), value);
    }

    @Override
    public void lazySet(int index, long value) {
        segment.publish(offset(index), value);
    }

    @Override
    public long getAndSet(int index, long value) {
        return segment.getAndSet(offset(index), value);
    }

    @Override
    public boolean compareAndSet(int index, long expected, long value) {
        return segment.compareAndSet(offset(index), expected, value);
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        return segment.compareAndExchange(offset(index), expected, value);
    }

    @Override
    public long getAndAdd(int index, long delta) {
        return segment.getAndAdd(offset(index), delta);
    }
}
