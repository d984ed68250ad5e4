package dev.multiprocess.internal.serial;

/** Bytes cannot be turned into an object here: a class is unknown in this JVM, or they are not what was written. */
public final class UnreadableObjectException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports bytes that cannot be read.
     *
     * @param message one sentence; names the class at fault where one is
     * @param cause what found it, or {@code null}
     */
    public UnreadableObjectException(String message, Throwable cause) {
        super(message, cause);
    }
}
