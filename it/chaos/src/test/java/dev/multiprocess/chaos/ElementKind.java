package dev.multiprocess.chaos;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is put into the queues of a round. Every element shows which process has put it, and as which.
 *
 * <p>The smallest have few bits for that, so that a process puts few of them, with pauses in between.
 */
enum ElementKind {
    /** A {@link Byte}; so small that the queue keeps it inside a slot, as it does the next kind. */
    BYTE(3, 5),
    SHORT(5, 11),
    INT(8, 23),

    /** 1 byte to 1 KiB. */
    SMALL(1, 1 << 10, "8m"),

    /** 1 to 64 KiB. */
    PAGES(1 << 10, 1 << 16, "16m"),

    /** 64 KiB to 4 MiB. */
    LARGE(1 << 16, 1 << 22, "32m"),

    /** 4 to 40 MiB; two of them are above the byte budget. */
    HUGE(1 << 22, 40 << 20, "48m"),

    /** 1 byte to 40 MiB. */
    MIXED(1, 40 << 20, "48m"),

    /** Arrays of 16 bytes to 4 MiB that are mostly written and read in place. */
    IN_PLACE(1 << 3, 1 << 22, "32m");

    /** An element with a payload. */
    private record Parcel(int writer, int sequence, byte[] payload) {}

    private static final int WRITER_BITS = 16;
    private static final int SEQUENCE_BITS = 30;

    /** The budget of a queue of these, so that no round has to read millions of them at its end. */
    final String queueBytes;

    private final int writerBits;
    private final int sequenceBits;
    private final int least;
    private final int most;

    ElementKind(int writerBits, int sequenceBits) {
        this(writerBits, sequenceBits, 0, 0, "4m");
    }

    ElementKind(int least, int most, String queueBytes) {
        this(WRITER_BITS, SEQUENCE_BITS, least, most, queueBytes);
    }

    ElementKind(int writerBits, int sequenceBits, int least, int most, String queueBytes) {
        this.writerBits = writerBits;
        this.sequenceBits = sequenceBits;
        this.least = least;
        this.most = most;
        this.queueBytes = queueBytes;
    }

    /** How many processes can be distinguished. */
    int writers() {
        return 1 << writerBits;
    }

    /** How many elements one process can put into one queue. */
    int sequences() {
        return 1 << sequenceBits;
    }

    /** Whether a process has soon put all it can. */
    boolean isScarce() {
        return this == BYTE || this == SHORT;
    }

    /** How many may be put or taken at once. */
    int batch() {
        return most > 1 << 16 ? 1 : 5;
    }

    /** How many one process may put or take between two kills; a fast one needs less than a second for them. */
    int pace() {
        return isScarce() ? sequences() / 4 : most > 1 << 22 ? 8 : most > 1 << 16 ? 128 : 1 << 14;
    }

    /** What a child needs to hold a few of them. */
    String heap() {
        return most > 1 << 22 ? "384m" : "96m";
    }

    Object element(long seed, ElementId id) {
        int bits = id.writer() << sequenceBits | id.sequence();
        return switch (this) {
            case BYTE -> (byte) bits;
            case SHORT -> (short) bits;
            case INT -> bits;
            case IN_PLACE -> withId(id, payload(seed, id));
            default -> new Parcel(id.writer(), id.sequence(), payload(seed, id));
        };
    }

    private static byte[] withId(ElementId id, byte[] payload) {
        return ByteBuffer.allocate(Long.BYTES + payload.length)
                .putLong(id.packed())
                .put(payload)
                .array();
    }

    ElementId idOf(Object element) {
        if (element instanceof byte[] bytes) {
            return ElementId.unpack(ByteBuffer.wrap(bytes).getLong());
        }
        if (element instanceof Parcel parcel) {
            return new ElementId(parcel.writer, parcel.sequence);
        }
        int bits = ((Number) element).intValue();
        return new ElementId(bits >> sequenceBits & writers() - 1, bits & sequences() - 1);
    }

    /** Throws if an element is not byte by byte what was put. */
    void check(long seed, Object element) {
        if (element instanceof Parcel parcel) {
            ElementId id = idOf(element);
            requireSame(id, parcel.payload, payload(seed, id));
        } else if (element instanceof byte[] bytes) {
            ElementId id = idOf(element);
            requireSame(id, bytes, withId(id, payload(seed, id)));
        }
    }

    private static void requireSame(ElementId id, byte[] bytes, byte[] expected) {
        int mismatch = Arrays.mismatch(bytes, expected);
        if (mismatch >= 0) {
            throw new AssertionError(
                    id + " must be as it was put: it has " + bytes.length + " bytes, and differs at " + mismatch);
        }
    }

    private byte[] payload(long seed, ElementId id) {
        long word = mix(seed ^ mix(id.packed()));
        double exponent = (word >>> 11) * 0x1.0p-53;
        byte[] payload = new byte[(int) (least * Math.pow((double) most / least, exponent))];
        ByteBuffer out = ByteBuffer.wrap(payload);
        while (out.remaining() >= Long.BYTES) {
            word = word * 6364136223846793005L + 1442695040888963407L;
            out.putLong(word);
        }
        while (out.hasRemaining()) {
            out.put((byte) (word >>> 8 * out.remaining()));
        }
        return payload;
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
