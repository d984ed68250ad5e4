package dev.multiprocess.internal.objects;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Takes lambdas and method references apart, and has them rebuilt. */
public final class Lambdas {

    private Lambdas() {}

    public static boolean isLambda(Class<?> type) {
        return type.isHidden() && type.isSynthetic() && type.getName().contains("$$Lambda");
    }

    /** Whether it reveals its parts; only Java serialization may ask the JDK's own lambdas. */
    public static boolean isUsersAndSerializable(Class<?> type) {
        return isLambda(type) && Serializable.class.isAssignableFrom(type) && !Fields.isJdk(type);
    }

    /**
     * Returns the parts of a lambda.
     *
     * @throws RefusedException if its interface is not {@code Serializable} or its module is closed
     */
    public static SerializedLambda formOf(Object lambda) {
        try {
            Method replace = lambda.getClass().getDeclaredMethod("writeReplace");
            replace.setAccessible(true);
            return (SerializedLambda) replace.invoke(lambda);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new RefusedException(lambda, "is a lambda that cannot be taken apart: " + e, e);
        }
    }

    /** Makes the class that contains a lambda rebuild it. */
    public static Object rebuild(Class<?> capturing, SerializedLambda form) {
        String owner = capturing.getName();
        try {
            Method rebuild = capturing.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
            rebuild.setAccessible(true);
            return rebuild.invoke(null, form);
        } catch (InvocationTargetException e) {
            throw new UnreadableObjectException(
                    "class " + owner + " cannot rebuild its lambda: " + GuardedThrowable.textOf(e.getCause()),
                    owner,
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new UnreadableObjectException("the lambda of class " + owner + " is unknown in this JVM", owner, e);
        }
    }
}
