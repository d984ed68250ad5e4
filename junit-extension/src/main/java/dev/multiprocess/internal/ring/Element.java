package dev.multiprocess.internal.ring;

/**
 * One element in a queue.
 *
 * @param sequence its place in the order of arrival, from 1
 * @param bytes as they were put
 */
public record Element(long sequence, byte[] bytes) {

    /** What an element costs beside its bytes, about, so that a budget in bytes also bounds many small ones. */
    public static final int OVERHEAD_BYTES = 64;

    /**
     * Tells what counts against a queue's budget.
     *
     * @param length of the element's bytes
     * @return more than that
     */
    public static long cost(int length) {
        return length + (long) OVERHEAD_BYTES;
    }
}
