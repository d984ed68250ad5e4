package dev.multiprocess.internal.serial;

/** Looks handles up that a message contains. */
final class Handles {

    private Handles() {}

    static Object resolve(HandleResolver resolver, String id) {
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
