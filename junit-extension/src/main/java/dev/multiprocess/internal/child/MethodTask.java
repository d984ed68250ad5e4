package dev.multiprocess.internal.child;

import dev.multiprocess.ProcessTask;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
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
    public Object run() throws Exception {
        Method method = declaringClass.getDeclaredMethod(name, parameterTypes.toArray(Class<?>[]::new));
        method.setAccessible(true);
        try {
            return method.invoke(null, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw Thrown.unchanged(e.getCause());
        }
    }
}
