package dev.multiprocess.internal.task;

import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessTask;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs the method that a task's lambda or method reference stands for, without the lambda: making its first lambda
 * takes a new JVM 5 to 10 ms, a quarter of a bare start, and a task is called once.
 *
 * <p>Only for the task itself, which only its child's main thread ever holds. Where the method cannot be called in this
 * way, a constructor for example, a lambda is made as usual.
 */
public final class DirectTask {

    private final Method method;
    private final Object[] captured;

    private DirectTask(Method method, Object[] captured) {
        this.method = method;
        this.captured = captured;
    }

    /** Makes a task of what its lambda is made of; empty if the lambda is to be made after all. */
    public static final Function<SerializedLambda, Optional<Object>> OF_LAMBDA = new Function<>() {
        @Override
        public Optional<Object> apply(SerializedLambda form) {
            return of(form, DirectTask.class.getClassLoader());
        }
    };

    /**
     * Makes a task of what a lambda is made of.
     *
     * @param loader knows the lambda's class
     * @return of the type of the lambda; empty if the lambda is to be made after all
     */
    private static Optional<Object> of(SerializedLambda form, ClassLoader loader) {
        try {
            Method method = method(form, loader);
            if (method == null) {
                return Optional.empty();
            }
            Object[] captured = new Object[form.getCapturedArgCount()];
            for (int i = 0; i < captured.length; i++) {
                captured[i] = form.getCapturedArg(i);
            }
            DirectTask task = new DirectTask(method, captured);
            return Optional.ofNullable(
                    switch (form.getFunctionalInterfaceClass()) {
                        case "dev/multiprocess/ProcessTask" -> new Task(task);
                        case "dev/multiprocess/ProcessTask$Indexed" -> new Indexed(task);
                        case "dev/multiprocess/ProcessAction" -> new Action(task);
                        default -> null;
                    });
        } catch (ClassNotFoundException | TypeNotPresentException | LinkageError e) {
            // Making the lambda fails for the same reason, and says so in its own words.
            return Optional.empty();
        }
    }

    private static Method method(SerializedLambda form, ClassLoader loader) throws ClassNotFoundException {
        Class<?> owner = Class.forName(form.getImplClass().replace('/', '.'), false, loader);
        MethodType type = MethodType.fromMethodDescriptorString(form.getImplMethodSignature(), loader);
        Method method = find(owner, form.getImplMethodName(), type);
        boolean callable = method != null
                && isCalledLike(method, form.getImplMethodKind())
                && !isJdk(method.getDeclaringClass())
                && method.trySetAccessible();
        return callable ? method : null;
    }

    /** Looks where the method is declared, which may be above the class that the lambda names. */
    private static Method find(Class<?> owner, String name, MethodType type) {
        for (Class<?> each = owner; each != null; each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                if (method.getName().equals(name)
                        && method.getReturnType() == type.returnType()
                        && Arrays.equals(method.getParameterTypes(), type.parameterArray())) {
                    return method;
                }
            }
        }
        return null;
    }

    /** Reflection looks at the annotations of the JDK's own methods before it calls them, which takes longer yet. */
    private static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    /** Reflection always calls the method of the object's own class, and has no constructors here. */
    private static boolean isCalledLike(Method method, int kind) {
        return switch (kind) {
            case MethodHandleInfo.REF_invokeStatic -> Modifier.isStatic(method.getModifiers());
            case MethodHandleInfo.REF_invokeVirtual, MethodHandleInfo.REF_invokeInterface ->
                !Modifier.isStatic(method.getModifiers());
            case MethodHandleInfo.REF_invokeSpecial -> Modifier.isPrivate(method.getModifiers());
            default -> false;
        };
    }

    private Object call(Object... arguments) throws Exception {
        Object[] all = Arrays.copyOf(captured, captured.length + arguments.length, Object[].class);
        System.arraycopy(arguments, 0, all, captured.length, arguments.length);
        try {
            return Modifier.isStatic(method.getModifiers())
                    ? method.invoke(null, all)
                    : method.invoke(all[0], Arrays.copyOfRange(all, 1, all.length));
        } catch (InvocationTargetException e) {
            throw Thrown.unchanged(e.getCause());
        }
    }

    private record Task(DirectTask task) implements ProcessTask<Object> {
        @Override
        public Object call() throws Exception {
            return task.call();
        }
    }

    private record Indexed(DirectTask task) implements ProcessTask.Indexed<Object> {
        @Override
        public Object run(int index) throws Exception {
            return task.call(index);
        }
    }

    private record Action(DirectTask task) implements ProcessAction {
        @Override
        public void execute() throws Exception {
            task.call();
        }
    }
}
