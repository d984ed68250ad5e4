package dev.multiprocess.internal.objects;

/** Looks handles up that a message contains. */
public final class Handles {

    private Handles() {}

    public static Object resolve(HandleResolver resolver, String id) {
        Object resolved;
        try {
            resolved = resolver.resolve(id);
        } catch (RuntimeException e) {
            throw new UnreadableObjectException(
                    "the handle '" + id + "' cannot be used in this JVM: " + e.getMessage(), e);
        }
        if (resolved == null) {
            throw new UnreadableObjectException("the handle '" + id + "' is unknown in this JVM", null);
        }
        return resolved;
    }
}
