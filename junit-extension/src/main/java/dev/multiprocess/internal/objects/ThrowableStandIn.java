package dev.multiprocess.internal.objects;

/** Takes the place of a throwable that cannot be rebuilt here; prints, and is printed, as the original was. */
public final class ThrowableStandIn extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the original's {@code toString()} returned. */
    private final String text;

    /** @param text what the original's {@code toString()} returned: its class name and what it said */
    public ThrowableStandIn(String text, String message) {
        super(message);
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
