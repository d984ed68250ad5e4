package dev.multiprocess.internal.objects;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import dev.multiprocess.NotTransferableException;
import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.objects.PathFinder.Way;
import java.util.Optional;

/** The texts of what {@code ObjectCodec} throws. */
public final class RefusalTexts {

    private static final int MOST_CAUSES = 100;

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;

    private RefusalTexts() {}

    /** A part of {@code value} cannot cross, or the code that writes it failed. */
    public static NotTransferableException refused(Object value, String subject, Throwable failure) {
        RefusedException refused = causeOf(failure, RefusedException.class);
        if (refused != null) {
            return refused(PathFinder.way(Wrapper.unwrap(value), refused.culprit()), subject, refused);
        }
        String path = PathFinder.name(Wrapper.unwrap(value));
        return refused(subject, "writing " + path + " failed with " + firstLine(failure), path, failure);
    }

    private static NotTransferableException refused(Way way, String subject, RefusedException refused) {
        Object root = way.root();
        // The lambda of a task has no name but the task's.
        boolean isNamedBySubject = isTask(root) && Lambdas.isLambda(root.getClass());
        String path = isNamedBySubject && way.leadsInside() ? way.pathInside() : way.path();
        Optional<String> enclosing = Enclosing.clause(way);
        String why;
        if (!way.leadsInside()) {
            why = "it " + refused.getMessage();
        } else if (enclosing.isPresent()) {
            why = enclosing.get() + " " + refused.getMessage() + ". Copy what is needed into a local variable";
        } else {
            why = (isNamedBySubject ? partOfTask(path) : path) + " " + refused.getMessage();
        }
        return refused(subject, why, path, refused.getCause());
    }

    private static String partOfTask(String path) {
        return path.equals(Lambdas.RECEIVER) ? "the object of its method reference" : "its variable " + path;
    }

    private static boolean isTask(Object object) {
        return object instanceof ProcessTask
                || object instanceof ProcessTask.Indexed
                || object instanceof ProcessAction
                || object instanceof ProcessAction.Indexed;
    }

    /** Names the parts by which an object contains itself. */
    public static String cycle(Object object) {
        return PathFinder.cycle(object);
    }

    public static NotTransferableException tooLarge(Object value, String subject, long bytes, int maxBytes) {
        String why = "it needs " + size(bytes) + ", and multiprocess.frameLimit allows " + size(maxBytes);
        return refused(subject, why, PathFinder.name(Wrapper.unwrap(value)), null);
    }

    private static String size(long bytes) {
        boolean large = bytes >= MIB;
        long tenths = bytes * 10 / (large ? MIB : KIB);
        return bytes + " bytes (" + tenths / 10 + "." + tenths % 10 + (large ? " MiB)" : " KiB)");
    }

    public static NotTransferableException tooDeepToWrite(Object value, String subject, Throwable cause) {
        return refused(subject, "its objects are nested too deep", PathFinder.name(Wrapper.unwrap(value)), cause);
    }

    public static UnreadableObjectException tooDeepToRead(Throwable cause) {
        return new UnreadableObjectException("the objects in the message are nested too deep", cause);
    }

    /** Throws what is not the object's fault, though Kryo or reflection has wrapped it: a lack of memory. */
    public static void throwIfOutOfMemory(Throwable failure) {
        VirtualMachineError error = causeOf(failure, VirtualMachineError.class);
        if (error != null && !(error instanceof StackOverflowError)) {
            throw error;
        }
    }

    /** Returns whether the stack was too small, though Kryo or reflection has wrapped that. */
    public static boolean hasOverflown(Throwable failure) {
        return causeOf(failure, StackOverflowError.class) != null;
    }

    /** Names the unknown class if that is why. */
    public static UnreadableObjectException unreadable(Throwable failure) {
        UnreadableObjectException told = causeOf(failure, UnreadableObjectException.class);
        if (told != null) {
            return told;
        }
        ClassNotFoundException unknown = causeOf(failure, ClassNotFoundException.class);
        if (unknown != null) {
            return unknownClass(unknown.getMessage(), unknown);
        }
        return new UnreadableObjectException("the message cannot be read: " + firstLine(failure), failure);
    }

    public static UnreadableObjectException refusedByConstructor(Class<?> type, Throwable cause) {
        throwIfOutOfMemory(cause);
        return new UnreadableObjectException(
                "the constructor of record " + type.getName() + " refused its components: "
                        + GuardedThrowable.textOf(cause),
                type.getName(),
                cause);
    }

    public static UnreadableObjectException unknownClass(String name, Throwable cause) {
        return new UnreadableObjectException(
                "class '" + name + "' is unknown in this JVM; it must be on the class path of both sides", name, cause);
    }

    /** Returns whether Kryo stopped at the depth it was given, or where the stack ended. */
    public static boolean isTooDeep(Throwable failure) {
        KryoException stopped = causeOf(failure, KryoException.class);
        // Kryo has no type for it.
        return hasOverflown(failure)
                || stopped != null && String.valueOf(stopped.getMessage()).startsWith("Max depth exceeded");
    }

    /** Returns whether Kryo stopped at the size it was given. */
    public static boolean isTooLarge(Throwable failure) {
        return causeOf(failure, KryoBufferOverflowException.class) != null;
    }

    /** Looks for a failure that the user's code may have wrapped. */
    private static <T extends Throwable> T causeOf(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        // The user's code may return itself, or another one each time.
        for (int i = 0; i < MOST_CAUSES && cause != null && !type.isInstance(cause); i++) {
            cause = causeOf(cause);
        }
        return type.isInstance(cause) ? type.cast(cause) : null;
    }

    private static Throwable causeOf(Throwable failure) {
        try {
            return failure.getCause();
        } catch (RuntimeException | Error e) {
            // Code of the user's throwable.
            return null;
        }
    }

    private static NotTransferableException refused(String subject, String why, String path, Throwable cause) {
        return new NotTransferableException(subject + " cannot cross to another JVM: " + why, path, cause);
    }

    // Kryo appends its own path; our text names the path itself.
    private static String firstLine(Throwable failure) {
        return GuardedThrowable.textOf(failure).lines().findFirst().orElse("");
    }
}
