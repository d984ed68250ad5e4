package dev.multiprocess.internal.memory;

/**
 * Which elements are being looked at in place, so that nothing is written over their bytes. Any thread.
 *
 * <p>A cell has one element: its position and who looks. A reader sets it before it takes the element, and a writer that
 * wants to use the bytes of taken elements again looks into the cells after it has seen that they are taken; so one of the
 * two always sees the other. These are hazard pointers: M. M. Michael, "Hazard Pointers: Safe Memory Reclamation for
 * Lock-Free Objects", IEEE Transactions on Parallel and Distributed Systems 15 (2004).
 *
 * <pre>
 *   63          52 51                             0
 *   +-------------+--------------------------------+
 *   | participant | position + 1                   |   0: no process looks
 *   +-------------+--------------------------------+
 * </pre>
 */
public final class Looks {

    /** How many elements can be looked at at the same time. */
    public static final int MOST = 511;

    /** For all of it. */
    static final int BYTES = (MOST + 1) * Long.BYTES;

    private static final int PARTICIPANT_SHIFT = 52;
    private static final long POSITION = (1L << PARTICIPANT_SHIFT) - 1;

    private final SharedFile header;
    private final int offset;

    Looks(SharedFile header, int offset) {
        this.header = header;
        this.offset = offset;
    }

    /**
     * Begins to look at an element, which may have been taken before; {@link #end} must follow.
     *
     * @return the cell; -1 if there is none left
     */
    public int begin(int participant, long position) {
        long word = (long) participant << PARTICIPANT_SHIFT | position + 1;
        for (int cell = 1; cell <= MOST; cell++) {
            // Before it is used: a writer looks no further.
            header.raise(offset, cell);
            if (header.compareAndSet(at(cell), 0, word)) {
                return cell;
            }
        }
        return -1;
    }

    /** Ends it. */
    public void end(int cell) {
        header.set(at(cell), 0);
    }

    /** Whether any process looks at an element. */
    public boolean include(long position) {
        for (int cell = used(); cell > 0; cell--) {
            if ((header.get(at(cell)) & POSITION) == position + 1) {
                return true;
            }
        }
        return false;
    }

    /** Ends all looks of a participant, which has ended. */
    public void endAll(int participant) {
        for (int cell = used(); cell > 0; cell--) {
            if (header.get(at(cell)) >>> PARTICIPANT_SHIFT == participant) {
                end(cell);
            }
        }
    }

    /** The highest cell that was ever used. */
    private int used() {
        return (int) Math.max(0, Math.min(header.get(offset), MOST));
    }

    private int at(int cell) {
        return offset + cell * Long.BYTES;
    }
}
