package dev.multiprocess.internal.segment;

import dev.multiprocess.memory.SharedMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A segment as bytes, for tests: every access is checked here, as nothing is below. */
public final class MemoryView extends SegmentHandle implements SharedMemory {

    /** What the ids of handles begin with, and messages call it. */
    public static final String KIND = "memory";

    /** Makes those of a process. */
    public static final SegmentView<MemoryView> VIEWS = new SegmentView<>() {
        @Override
        public MemoryView of(Segment segment) {
            return new MemoryView(segment);
        }
    };

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final int size;

    private MemoryView(Segment segment) {
        super(segment);
        size = Math.toIntExact(segment.id().bytes());
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public ByteBuffer buffer() {
        return buffer(0, size);
    }

    @Override
    public ByteBuffer buffer(long offset, int length) {
        ByteBuffer bytes = segment.usable();
        if (length < 0 || offset < 0 || offset > size - length) {
            throw outside(offset, length);
        }
        return bytes.slice((int) offset, length).order(ByteOrder.nativeOrder());
    }

    private IndexOutOfBoundsException outside(long offset, int length) {
        return new IndexOutOfBoundsException(
                segment.id() + " has " + size + " bytes; there are no " + length + " bytes at offset " + offset);
    }

    /** Checks where an access is. */
    private int index(long offset, int length) {
        if (offset < 0 || offset > size - length) {
            throw outside(offset, length);
        }
        if (offset % length != 0) {
            throw new IllegalArgumentException("the offset of " + length + " bytes of " + segment.id()
                    + " must be a multiple of " + length + ": offset=" + offset);
        }
        return (int) offset;
    }

    @Override
    public String toString() {
        return segment.id() + " of " + size + " bytes";
    }

    // ---- ints and longs

    @Override
    public int getInt(long offset) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            return (int) INT.get(bytes, index);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public void setInt(long offset, int value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            INT.set(bytes, index, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public int getIntVolatile(long offset) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            return (int) INT.getVolatile(bytes, index);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public void setIntVolatile(long offset, int value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            INT.setVolatile(bytes, index, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public int getIntAcquire(long offset) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            return (int) INT.getAcquire(bytes, index);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public void setIntRelease(long offset, int value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            INT.setRelease(bytes, index, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public boolean compareAndSetInt(long offset, int expected, int value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            return (boolean) INT.compareAndSet(bytes, index, expected, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public int compareAndExchangeInt(long offset, int expected, int value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            return (int) INT.compareAndExchange(bytes, index, expected, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public int getAndSetInt(long offset, int value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            return (int) INT.getAndSet(bytes, index, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public int getAndAddInt(long offset, int delta) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            return (int) INT.getAndAdd(bytes, index, delta);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public int getAndBitwiseOrInt(long offset, int mask) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            return (int) INT.getAndBitwiseOr(bytes, index, mask);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public int getAndBitwiseAndInt(long offset, int mask) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            return (int) INT.getAndBitwiseAnd(bytes, index, mask);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public int getAndBitwiseXorInt(long offset, int mask) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Integer.BYTES);
        try {
            return (int) INT.getAndBitwiseXor(bytes, index, mask);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public long getLong(long offset) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            return (long) LONG.get(bytes, index);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public void setLong(long offset, long value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            LONG.set(bytes, index, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public long getLongVolatile(long offset) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            return (long) LONG.getVolatile(bytes, index);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public void setLongVolatile(long offset, long value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            LONG.setVolatile(bytes, index, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public long getLongAcquire(long offset) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            return (long) LONG.getAcquire(bytes, index);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public void setLongRelease(long offset, long value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            LONG.setRelease(bytes, index, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public boolean compareAndSetLong(long offset, long expected, long value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            return (boolean) LONG.compareAndSet(bytes, index, expected, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public long compareAndExchangeLong(long offset, long expected, long value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            return (long) LONG.compareAndExchange(bytes, index, expected, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public long getAndSetLong(long offset, long value) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            return (long) LONG.getAndSet(bytes, index, value);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public long getAndAddLong(long offset, long delta) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            return (long) LONG.getAndAdd(bytes, index, delta);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public long getAndBitwiseOrLong(long offset, long mask) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            return (long) LONG.getAndBitwiseOr(bytes, index, mask);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public long getAndBitwiseAndLong(long offset, long mask) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            return (long) LONG.getAndBitwiseAnd(bytes, index, mask);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }

    @Override
    public long getAndBitwiseXorLong(long offset, long mask) {
        ByteBuffer bytes = segment.usable();
        int index = index(offset, Long.BYTES);
        try {
            return (long) LONG.getAndBitwiseXor(bytes, index, mask);
        } catch (IllegalStateException e) {
            throw segment.ended(e);
        }
    }
}
