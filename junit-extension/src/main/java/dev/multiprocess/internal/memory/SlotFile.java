package dev.multiprocess.internal.memory;

/**
 * Some slots of a queue, one after the other. A slot is used once:
 *
 * <pre>
 *   0                8                16
 *   +----------------+----------------+
 *   | put (PutWord)  | taken (below)  |
 *   +----------------+----------------+
 * </pre>
 *
 * <p>Either word is 0 at first and is set by compare-and-set; the winner has put, or taken, the element.
 */
public final class SlotFile {

    static final int SLOT_BYTES = 16;

    /** In place of a taker: the element was removed by the test JVM. */
    public static final long REMOVED = -1;

    final int number;
    final long start;
    public final long end;
    private final SharedFile file;

    public SlotFile(int number, SharedFile file) {
        this.number = number;
        this.file = file;
        start = SlotFiles.start(number);
        end = start + SlotFiles.length(number);
    }

    boolean contains(long position) {
        return position >= start && position < end;
    }

    public long put(long position) {
        return file.get(at(position));
    }

    public boolean put(long position, long word) {
        return file.compareAndSet(at(position), 0, word);
    }

    public long taken(long position) {
        return file.get(at(position) + Long.BYTES);
    }

    public boolean take(long position, long taker) {
        return file.compareAndSet(at(position) + Long.BYTES, 0, taker);
    }

    void close() {
        file.close();
    }

    private int at(long position) {
        return (int) (position - start) * SLOT_BYTES;
    }
}
