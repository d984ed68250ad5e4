package dev.multiprocess.internal.memory;

/** Words in memory that processes share, at offsets in bytes that are multiples of eight. */
public interface Words {

    /** Reads a word, and with it everything that was written before the word. */
    long get(int offset);

    /** Replaces a word, if it is what is expected. */
    boolean compareAndSet(int offset, long expected, long word);
}
