package dev.multiprocess.internal.ring;

import java.util.Arrays;

/** Numbers in the order in which they came, without a box around each. Not thread-safe. */
final class LongFifo {

    private long[] values = new long[64];
    private int first;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(long value) {
        if (size == values.length) {
            long[] larger = Arrays.copyOfRange(values, first, first + size * 2);
            System.arraycopy(values, 0, larger, size - first, first);
            values = larger;
            first = 0;
        }
        values[(first + size) & (values.length - 1)] = value;
        size++;
    }

    long first() {
        return values[first];
    }

    long remove() {
        long value = values[first];
        first = (first + 1) & (values.length - 1);
        size--;
        return value;
    }
}
