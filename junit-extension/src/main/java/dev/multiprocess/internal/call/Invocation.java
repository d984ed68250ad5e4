package dev.multiprocess.internal.call;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/**
 * A method that is called on an object of another process.
 *
 * @param type the interface whose method it is
 * @param method the method's name
 * @param parameterTypes the types of its parameters
 * @param arguments what it is called with
 */
public record Invocation(Class<?> type, String method, List<Class<?>> parameterTypes, Object[] arguments) {

    /**
     * Describes a call.
     *
     * @param method the method
     * @param arguments what it is called with; {@code null} for none
     * @return to be sent
     */
    static Invocation of(Method method, Object[] arguments) {
        return new Invocation(
                method.getDeclaringClass(),
                method.getName(),
                List.copyOf(Arrays.asList(method.getParameterTypes())),
                arguments == null ? new Object[0] : arguments);
    }

    /**
     * Carries the call out.
     *
     * @param target the object
     * @return what the method returned
     * @throws Throwable what the method threw
     */
    Object invoke(Object target) throws Throwable {
        Method called = type.getMethod(method, parameterTypes.toArray(Class<?>[]::new));
        // The interface may be visible to its package alone. One of the JDK is public, and its module may be closed.
        called.trySetAccessible();
        try {
            return called.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
