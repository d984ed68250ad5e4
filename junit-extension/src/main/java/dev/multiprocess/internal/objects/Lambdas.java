package dev.multiprocess.internal.objects;

import dev.multiprocess.internal.classfile.MethodCode;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes lambdas and method references apart, and has them rebuilt. */
public final class Lambdas {

    /** The object of a method reference, as the Java language specification calls it. */
    static final String RECEIVER = "receiver";

    private static final String THIS_IN_KOTLIN = "this$0";

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

    /**
     * Returns what the source calls the parts that a lambda has captured.
     *
     * @return as in {@code order}, {@code this}, {@code receiver} for the object of a method reference, or {@code
     *     captured[1]} for one whose name is not known
     */
    static List<String> namesOfCaptured(Class<?> lambda, SerializedLambda form) {
        List<String> names = new ArrayList<>();
        if (isOfInstance(form)) {
            names.add(isMethodReference(form) ? RECEIVER : "this");
        }
        parameterNames(lambda, form).ifPresent(found -> found.forEach(name -> names.add(nameInSource(name))));
        for (int i = names.size(); i < form.getCapturedArgCount(); i++) {
            names.add("captured[" + i + "]");
        }
        return names;
    }

    /** Kotlin makes a static method of every lambda, and calls {@code this} and the variable {@code x} as below. */
    private static String nameInSource(String parameter) {
        return parameter.equals(THIS_IN_KOTLIN)
                ? "this"
                : parameter.startsWith("$") ? parameter.substring(1) : parameter;
    }

    private static Optional<List<String>> parameterNames(Class<?> lambda, SerializedLambda form) {
        return codeOf(lambda, form).flatMap(MethodCode::parameterNames);
    }

    /**
     * Returns the object in which a lambda was written, if its code uses that.
     *
     * @return {@code null} if it does not
     */
    static Object enclosing(Class<?> lambda, SerializedLambda form) {
        boolean isOfKotlin = !isOfInstance(form)
                && form.getCapturedArgCount() > 0
                && parameterNames(lambda, form)
                        .filter(names -> names.get(0).equals(THIS_IN_KOTLIN))
                        .isPresent();
        return isOfKotlin || isOfInstance(form) && !isMethodReference(form) ? form.getCapturedArg(0) : null;
    }

    private static boolean isOfInstance(SerializedLambda form) {
        return form.getCapturedArgCount() > 0
                && form.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
                && form.getImplMethodKind() != MethodHandleInfo.REF_newInvokeSpecial;
    }

    /** Compilers call the method that they make of a lambda's body {@code lambda$0} or {@code lambda$test$0}. */
    private static boolean isMethodReference(SerializedLambda form) {
        return !form.getImplMethodName().contains("lambda$");
    }

    /** The method that a lambda's body has become. */
    static Optional<MethodCode> codeOf(Class<?> lambda, SerializedLambda form) {
        try {
            Class<?> owner = Class.forName(form.getImplClass().replace('/', '.'), false, lambda.getClassLoader());
            return MethodCode.of(owner, form.getImplMethodName(), form.getImplMethodSignature());
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
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
