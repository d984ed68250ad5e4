package dev.multiprocess.internal.call;

import dev.multiprocess.internal.objects.Handle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** What stands for a shared object in any process, the owner's included: all use it in the same way. */
public final class SharedProxy implements InvocationHandler {

    private final SharedId id;
    private final Class<?> type;

    /** The object; {@code null} where another process has it. */
    private final Object object;

    private final Caller caller;

    /** Calls a method of the object, wherever that is. */
    @FunctionalInterface
    public interface Caller {

        /**
         * Calls it.
         *
         * @param handleId of the object
         * @param method to call
         * @param arguments what to call it with; {@code null} for none
         * @return what it returned
         * @throws Throwable what it threw
         */
        Object call(String handleId, Method method, Object[] arguments) throws Throwable;
    }

    private SharedProxy(SharedId id, Class<?> type, Object object, Caller caller) {
        this.id = id;
        this.type = type;
        this.object = object;
        this.caller = caller;
    }

    /** Makes one for an object of this process. */
    static Object ofOwn(SharedId id, Class<?> type, Object object, Caller caller) {
        return new SharedProxy(id, type, object, caller).proxy();
    }

    /**
     * Makes one for an object of another process.
     *
     * @param id names the object
     * @param loader knows its type
     * @param caller reaches the other process
     * @return of the type that the object is shared by
     */
    public static Object ofForeign(SharedId id, ClassLoader loader, Caller caller) {
        try {
            return new SharedProxy(id, Class.forName(id.type(), false, loader), null, caller).proxy();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "the type of a shared object is not on the class path here: " + id.type(), e);
        }
    }

    private Object proxy() {
        ClassLoader own = type.getClassLoader();
        return Proxy.newProxyInstance(
                own == null ? Handle.class.getClassLoader() : own, new Class<?>[] {type, Handle.class}, this);
    }

    /**
     * Finds the object that a proxy of this process stands for.
     *
     * @param proxy any object
     * @param called the type whose method is called
     * @return empty if it is no proxy for an object of this process, or not for one of that type
     */
    public static Optional<Object> objectOf(Object proxy, Class<?> called) {
        return Proxy.isProxyClass(proxy.getClass())
                        && Proxy.getInvocationHandler(proxy) instanceof SharedProxy shared
                        && called.isAssignableFrom(shared.type)
                ? Optional.ofNullable(shared.object)
                : Optional.empty();
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Handle.class) {
            return id.handleId();
        }
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" ->
                    arguments[0] instanceof Handle other && other.handleId().equals(id.handleId());
                case "hashCode" -> id.hashCode();
                default -> "shared " + id.simpleType();
            };
        }
        return caller.call(id.handleId(), method, arguments);
    }
}
