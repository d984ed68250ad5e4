package dev.multiprocess.benchmarks.subject;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What one message is. */
public enum Payload {
    /** A small integer. */
    INT("int", 1),

    /** Five fields: a number, a text, a flag, eight fractions and three texts. */
    RECORD("record", 100),

    /** 1,024 bytes. */
    KIB_1("1KiB", 1 << 10),

    /** 65,536 bytes. */
    KIB_64("64KiB", 64 << 10),

    /** 1,048,576 bytes. */
    MIB_1("1MiB", 1 << 20),

    /** 16,777,216 bytes. */
    MIB_16("16MiB", 16 << 20);

    private final String text;
    private final int bytes;

    Payload(String text, int bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /**
     * Makes a message.
     *
     * @return an {@code Integer}, an {@link Order} or a {@code byte[]}
     */
    public Object message() {
        return switch (this) {
            case INT -> 7;
            case RECORD -> Order.example();
            default -> filled();
        };
    }

    private byte[] filled() {
        byte[] filled = new byte[bytes];
        Arrays.fill(filled, (byte) 'x');
        return filled;
    }

    /**
     * Returns the approximate length of a message.
     *
     * @return bytes, at least 1
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Returns its name outside of Java.
     *
     * @return as in {@code queue.64KiB.1-1}
     */
    public String text() {
        return text;
    }

    /** The message of five fields, which Python sends as a dictionary. */
    private record Order(int id, String name, boolean ok, List<Double> scores, List<String> tags)
            implements java.io.Serializable {

        static Order example() {
            List<Double> scores = IntStream.range(0, 8).mapToObj(i -> i + 0.5).toList();
            return new Order(12345, "user-12345", true, scores, List.of("alpha", "beta", "gamma"));
        }
    }
}
