package dev.multiprocess.internal.task;

import dev.multiprocess.ProcessTask;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/**
 * A static method as a task, whatever its visibility.
 *
 * @param declaringClass where it is
 * @param name its name
 * @param parameterTypes its parameters
 * @param arguments what it is called with
 */
public record MethodTask(Class<?> declaringClass, String name, List<Class<?>> parameterTypes, List<Object> arguments)
        implements ProcessTask<Object> {

    @Override
    public Object call() throws Exception {
        Method method = declaringClass.getDeclaredMethod(name, parameterTypes.toArray(Class<?>[]::new));
        return invoke(method, arguments.toArray());
    }

    private static Object invoke(Method method, Object... arguments) throws Exception {
        method.setAccessible(true);
        try {
            return method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw Thrown.unchanged(e.getCause());
        }
    }

    /**
     * The main method of a program as a task.
     *
     * @param type has it, itself or in a superclass
     * @param arguments what it is called with
     */
    public record OfProgram(Class<?> type, List<String> arguments) implements ProcessTask<Void> {

        /**
         * Returns whether a class has a method that Java starts programs with.
         *
         * @param type any class
         * @return whether it has a {@code public static void main(String[])}
         */
        public static boolean isProgram(Class<?> type) {
            try {
                Method main = main(type);
                return Modifier.isStatic(main.getModifiers()) && main.getReturnType() == void.class;
            } catch (NoSuchMethodException e) {
                return false;
            }
        }

        private static Method main(Class<?> type) throws NoSuchMethodException {
            return type.getMethod("main", String[].class);
        }

        @Override
        public Void call() throws Exception {
            invoke(main(type), (Object) arguments.toArray(new String[0]));
            return null;
        }
    }
}
