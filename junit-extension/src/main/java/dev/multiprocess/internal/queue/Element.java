package dev.multiprocess.internal.queue;

/** One element in a queue: its bytes and its place in the order of arrival. */
final class Element {

    /** What an element costs beside its bytes, about, so that a budget in bytes also bounds many small ones. */
    static final int OVERHEAD_BYTES = 64;

    final byte[] bytes;

    /** Place in the order of arrival, from 1; given when the queue accepts the element. */
    long sequence;

    Element(byte[] bytes) {
        this.bytes = bytes;
    }

    long cost() {
        return bytes.length + (long) OVERHEAD_BYTES;
    }
}
