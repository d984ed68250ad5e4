package dev.multiprocess.internal.child;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Sets static final fields of classes that have just been initialized, which reflection refuses.
 *
 * <p>A compiled method may have taken a field's value for granted; none has been compiled that early. Constants that
 * javac writes into other classes are the same in both JVMs and are never set. {@code sun.misc.Unsafe} is the one way
 * that JDK 17 to 25 have; where a later JDK has none, the fields keep their initial values and are named.
 */
final class FinalFields {

    private FinalFields() {}

    static void set(Field field, Object value) throws ReflectiveOperationException {
        Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
        Field instance = unsafeClass.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        try {
            Object base = unsafeClass.getMethod("staticFieldBase", Field.class).invoke(unsafe, field);
            Object offset =
                    unsafeClass.getMethod("staticFieldOffset", Field.class).invoke(unsafe, field);
            put(unsafeClass, field.getType()).invoke(unsafe, base, offset, value);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("a final field cannot be set here: " + e.getCause(), e.getCause());
        }
    }

    private static Method put(Class<?> unsafeClass, Class<?> type) throws NoSuchMethodException {
        Class<?> kind = type.isPrimitive() ? type : Object.class;
        String name = kind.getSimpleName();
        return unsafeClass.getMethod(
                "put" + Character.toUpperCase(name.charAt(0)) + name.substring(1), Object.class, long.class, kind);
    }
}
