package dev.multiprocess.internal.objects;

/** Bytes cannot be turned into an object here: a class is unknown in this JVM, or they are not what was written. */
public final class UnreadableObjectException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String className;

    /**
     * Reports bytes that cannot be read.
     *
     * @param message one sentence; names the class at fault where one is
     * @param cause what found it, or {@code null}
     */
    public UnreadableObjectException(String message, Throwable cause) {
        this(message, null, cause);
    }

    /**
     * Reports an object that cannot be rebuilt.
     *
     * @param message one sentence that names the class
     * @param className the class at fault, or {@code null} if it is not known
     * @param cause what its code has thrown, or what found it, or {@code null}
     */
    public UnreadableObjectException(String message, String className, Throwable cause) {
        super(message, cause);
        this.className = className;
    }

    /**
     * Returns the class at fault.
     *
     * @return its name, or {@code null} if it is not known
     */
    public String className() {
        return className;
    }
}
