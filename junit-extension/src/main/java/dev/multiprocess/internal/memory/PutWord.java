package dev.multiprocess.internal.memory;

/**
 * What a slot says about an element: which participant has put it, and where its bytes are.
 *
 * <pre>
 *   63          52 51    44 43                22 21                 0
 *   +-------------+--------+--------------------+--------------------+
 *   | participant | arena  | unit               | length             |   in an arena of the participant
 *   | participant |  254   | count (4) | bytes (40)                  |   at most five bytes, here
 *   | participant |  255   | number                                  |   in a file of its own
 *   |    4095     |   0                                              |   none: the queue was closed here
 *   +-------------+--------+-----------------------------------------+
 * </pre>
 */
public final class PutWord {

    public static final long CLOSED = 0xFFFL << 52;
    public static final int MOST_PARTICIPANTS = 4095;
    public static final int MOST_INLINE = 5;
    public static final int UNIT_BYTES = 16;
    public static final int ARENA_NUMBERS = 256;

    /** Stands for a length that does not fit: it is in the {@code ByteArena}, before the bytes. */
    public static final int LONG = (1 << 22) - 1;

    private static final int INLINE = 254;
    private static final int FILE = 255;
    private static final long MOST_NUMBER = (1L << 44) - 1;

    private PutWord() {}

    public static long inline(int participant, byte[] bytes) {
        long word = (long) participant << 52 | (long) INLINE << 44 | (long) bytes.length << 40;
        for (int i = 0; i < bytes.length; i++) {
            word |= (bytes[i] & 0xFFL) << 8 * i;
        }
        return word;
    }

    public static long inArena(int participant, int arena, int unit, int length) {
        return (long) participant << 52 | (long) arena << 44 | (long) unit << 22 | Math.min(length, LONG);
    }

    public static long inFile(int participant, long number) {
        return (long) participant << 52 | (long) FILE << 44 | number & MOST_NUMBER;
    }

    public static int participant(long word) {
        return (int) (word >>> 52);
    }

    public static int arena(long word) {
        return (int) (word >>> 44) & 0xFF;
    }

    public static boolean isInline(long word) {
        return arena(word) == INLINE;
    }

    public static boolean isInFile(long word) {
        return arena(word) == FILE;
    }

    public static long fileNumber(long word) {
        return word & MOST_NUMBER;
    }

    public static byte[] inlineBytes(long word) {
        byte[] bytes = new byte[inlineLength(word)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (word >>> 8 * i);
        }
        return bytes;
    }

    public static int inlineLength(long word) {
        return (int) (word >>> 40) & 0xF;
    }

    public static int offset(long word) {
        return ((int) (word >>> 22) & LONG) * UNIT_BYTES;
    }

    public static int length(long word) {
        return (int) word & LONG;
    }
}
