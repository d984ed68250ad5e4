package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.objenesis.instantiator.ObjectInstantiator;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.InstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import java.lang.reflect.Constructor;

/**
 * Creates an object by its constructor without parameters, whatever its visibility, or else without any constructor.
 *
 * <p>Not Kryo's own strategy: the classes that one generates cannot call a public constructor of a class that is not
 * public itself, and fail with an {@code IllegalAccessError}.
 */
final class Instantiators implements InstantiatorStrategy {

    private final InstantiatorStrategy withoutConstructor = new StdInstantiatorStrategy();

    @Override
    public <T> ObjectInstantiator<T> newInstantiatorOf(Class<T> type) {
        ObjectInstantiator<T> bare = withoutConstructor.newInstantiatorOf(type);
        Constructor<T> constructor;
        try {
            constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return bare;
        }
        return () -> {
            try {
                return constructor.newInstance();
            } catch (ReflectiveOperationException e) {
                // The constructor threw or the class is abstract; its fields are set afterwards in any case.
                return bare.newInstance();
            }
        };
    }
}
