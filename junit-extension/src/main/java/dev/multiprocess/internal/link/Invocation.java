package dev.multiprocess.internal.link;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/**
 * A method that a child calls on a handle of the test JVM.
 *
 * @param handleId the handle
 * @param type the interface whose method it is
 * @param method the method's name
 * @param parameterTypes the types of its parameters
 * @param arguments what it is called with
 */
public record Invocation(
        String handleId, Class<?> type, String method, List<Class<?>> parameterTypes, Object[] arguments) {

    /**
     * Describes a call.
     *
     * @param handleId the handle
     * @param method the method
     * @param arguments what it is called with; {@code null} for none
     * @return to be sent
     */
    public static Invocation of(String handleId, Method method, Object[] arguments) {
        return new Invocation(
                handleId,
                method.getDeclaringClass(),
                method.getName(),
                List.copyOf(Arrays.asList(method.getParameterTypes())),
                arguments == null ? new Object[0] : arguments);
    }

    /**
     * Carries the call out.
     *
     * @param target what the handle stands for
     * @return what the method returned
     * @throws Throwable what the method threw
     */
    public Object invoke(Object target) throws Throwable {
        try {
            return type.getMethod(method, parameterTypes.toArray(Class<?>[]::new))
                    .invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
