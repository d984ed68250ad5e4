package dev.multiprocess.internal.recorder;

import java.io.FileDescriptor;
import java.io.IOException;

/** One operation below the recorded directory, from right before it until it is in the log. */
public final class Attempt {

    /** What the woven method returns. */
    enum Result {
        /** Nothing. */
        NONE,
        /** How much was done; less than 0 is a failure. */
        COUNT,
        /** 0 for success. */
        STATUS,
        /** 1 for success. */
        BOOLEAN;

        boolean isSuccess(long value) {
            if (this == COUNT) {
                return value >= 0;
            }
            return this == NONE || value == 0 == (this == STATUS);
        }
    }

    final byte kind;
    final Fault fault;
    final Result result;
    Handle handle;
    String path;
    String other;
    long offset;
    long length;
    int flags;
    Data data;
    /** Null where the JDK has no object for an open file. */
    FileDescriptor file;
    /** Whether the woven method does not say that it has failed. */
    boolean openEnded;

    long number;
    String thread;
    String frame;

    Attempt(int kind, Fault fault, Result result) {
        this.kind = (byte) kind;
        this.fault = fault;
        this.result = result;
    }

    /**
     * Returns the place in the order of all attempts.
     *
     * @return 1 for the first
     */
    public long number() {
        return number;
    }

    /**
     * Returns what it is.
     *
     * @return a kind of {@link LogFormat}
     */
    public int kind() {
        return kind;
    }

    /**
     * Returns on what.
     *
     * @return relative to the directory, and its present name, if it was renamed since it was opened
     */
    public String path() {
        return handle != null ? handle.path : path;
    }

    /**
     * Returns where a write begins, or the new size of a file that is truncated.
     *
     * @return bytes from the beginning of the file
     */
    public long offset() {
        return offset;
    }

    /**
     * Returns how much is written.
     *
     * @return bytes; before a copy by the operating system what the source has
     */
    public long length() {
        return length;
    }

    /**
     * Returns the line that does it.
     *
     * @return as in a stack trace; empty if only the JDK's own code is on the stack
     */
    public String frame() {
        return frame;
    }

    /**
     * Writes the beginning of what is about to be written, and leaves it to the caller to end the JVM then: the place of
     * the next write is not what it was.
     *
     * @param bytes how many, at most {@link #length()}
     * @throws IOException if it cannot be written
     */
    public void writePart(int bytes) throws IOException {
        data.writePart(this, bytes);
    }
}
