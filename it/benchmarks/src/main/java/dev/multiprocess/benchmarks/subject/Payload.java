package dev.multiprocess.benchmarks.subject;

import java.nio.charset.StandardCharsets;

/** What one message is. */
public enum Payload {
    /** A small integer. */
    INT("int"),

    /** 1,024 bytes. */
    KIB("1KiB");

    private final String text;

    Payload(String text) {
        this.text = text;
    }

    /**
     * Makes a message.
     *
     * @return an {@code Integer} or a {@code byte[]}
     */
    public Object message() {
        return this == INT ? Integer.valueOf(7) : "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Tells its name outside of Java.
     *
     * @return as in a command line
     */
    public String text() {
        return text;
    }
}
