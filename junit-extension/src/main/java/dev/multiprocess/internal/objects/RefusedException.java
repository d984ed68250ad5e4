package dev.multiprocess.internal.objects;

/** A part of an object cannot cross; {@code ObjectCodec} adds the path to it and the subject. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The part at fault. */
    private final transient Object culprit;

    /**
     * @param culprit the part at fault
     * @param reason the end of a sentence that begins with the culprit's path, as in "has the type X, which ..."
     */
    public RefusedException(Object culprit, String reason, Throwable cause) {
        super(reason, cause);
        this.culprit = culprit;
    }

    Object culprit() {
        return culprit;
    }
}
