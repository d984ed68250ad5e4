package dev.multiprocess.internal.elements;

import java.util.Arrays;

/**
 * One element of a queue.
 *
 * <p>In the queue's memory a raw one is preceded by a byte that says so; all others must begin with another byte.
 *
 * @param bytes not changed by the queue
 * @param raw whether the bytes are what was put, and not what a serializer made of it
 */
public record Element(byte[] bytes, boolean raw) {

    /** What an element costs beside its bytes, about, so that a budget in bytes also bounds many small ones. */
    public static final int OVERHEAD_BYTES = 64;

    /** The first byte of a raw one. */
    static final byte RAW = 3;

    /** The first of {@link #ALIGNED_BYTES} before a raw one, so that its bytes begin at a multiple of eight. */
    static final byte ALIGNED = 4;

    static final int ALIGNED_BYTES = 8;

    /**
     * One of the elements that are in a queue.
     *
     * @param sequence its place in the order of arrival, from 1
     * @param element the element
     * @param writer the participant that has put it
     */
    public record Placed(long sequence, Element element, int writer) {}

    /**
     * Returns what counts against a queue's budget.
     *
     * @param length of the element's bytes
     * @return more than that
     */
    public static long cost(int length) {
        return length + (long) OVERHEAD_BYTES;
    }

    /**
     * Returns how many bytes a raw one has in the queue's memory if it begins at a multiple of eight.
     *
     * @param length of its own bytes
     * @return more than that
     */
    public static int alignedLength(int length) {
        return length + ALIGNED_BYTES;
    }

    /** How many bytes come before those of a raw element that begins so; 0 if it is none. */
    static int rawStart(byte first) {
        return first == RAW ? 1 : first == ALIGNED ? ALIGNED_BYTES : 0;
    }

    /** Reads it from the form that {@link #stored()} returns. */
    static Element of(byte[] stored) {
        return stored.length > 0 && stored[0] == RAW
                ? new Element(Arrays.copyOfRange(stored, 1, stored.length), true)
                : new Element(stored, false);
    }

    /**
     * Returns how many bytes it has in the queue's memory.
     *
     * @return one more than its own if it is raw
     */
    public int length() {
        return raw ? bytes.length + 1 : bytes.length;
    }

    /** As it is in the queue's memory. */
    public byte[] stored() {
        if (!raw) {
            return bytes;
        }
        byte[] stored = new byte[length()];
        stored[0] = RAW;
        System.arraycopy(bytes, 0, stored, 1, bytes.length);
        return stored;
    }
}
