package dev.multiprocess.internal.serial;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.multiprocess.NotTransferableException;

/** The texts of what {@link Serializer} throws. */
final class Failures {

    private Failures() {}

    /** A part of {@code value} cannot cross, or the code that writes it failed. */
    static NotTransferableException refused(Object value, String subject, Throwable failure) {
        if (failure instanceof RefusedException refused) {
            String path = PathFinder.path(value, refused.culprit());
            String place = refused.culprit() == value ? "it" : path;
            return refused(subject, place + " " + refused.getMessage(), path, refused.getCause());
        }
        String path = PathFinder.name(value);
        return refused(subject, "writing " + path + " failed with " + firstLine(failure), path, failure);
    }

    static NotTransferableException tooLarge(Object value, String subject, long bytes, int maxBytes) {
        return refused(subject, "it needs " + bytes + " bytes, the limit is " + maxBytes, PathFinder.name(value), null);
    }

    static NotTransferableException tooDeepToWrite(Object value, String subject, Throwable cause) {
        return refused(subject, "its objects are nested too deep", PathFinder.name(value), cause);
    }

    static UnreadableObjectException tooDeepToRead(Throwable cause) {
        return new UnreadableObjectException("the objects in the message are nested too deep", cause);
    }

    /** Names the unknown class if that is why. */
    static UnreadableObjectException unreadable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableObjectException told) {
                return told;
            } else if (cause instanceof ClassNotFoundException) {
                return unknownClass(cause.getMessage(), cause);
            }
        }
        return new UnreadableObjectException("the message cannot be read: " + firstLine(failure), failure);
    }

    static UnreadableObjectException unknownClass(String name, Throwable cause) {
        return new UnreadableObjectException(
                "class '" + name + "' is unknown in this JVM; it must be on the class path of both sides", cause);
    }

    /** Tells whether Kryo stopped at the depth it was given. */
    static boolean isTooDeep(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // Kryo has no type for it.
            if (cause instanceof KryoException
                    && String.valueOf(cause.getMessage()).startsWith("Max depth exceeded")) {
                return true;
            }
        }
        return false;
    }

    private static NotTransferableException refused(String subject, String why, String path, Throwable cause) {
        return new NotTransferableException(subject + " cannot cross to another JVM: " + why, path, cause);
    }

    // Kryo appends the way it came; ours names the path itself.
    private static String firstLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("");
    }
}
