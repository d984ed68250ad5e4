package dev.multiprocess.internal.serial;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.SerializationCustomizer;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Makes the serialization customizers of a JVM: those of services first, then those that a test names. */
public final class Customizers {

    private Customizers() {}

    /**
     * Finds and makes those of a test, in the test JVM.
     *
     * @param named by the test
     * @param loader where {@link ServiceLoader} looks
     * @return in the order in which they are applied
     * @throws MultiProcessConfigurationException if one cannot be made
     */
    public static List<SerializationCustomizer> of(
            List<Class<? extends SerializationCustomizer>> named, ClassLoader loader) {
        List<SerializationCustomizer> all = new ArrayList<>();
        try {
            ServiceLoader.load(SerializationCustomizer.class, loader).forEach(all::add);
        } catch (ServiceConfigurationError e) {
            throw new MultiProcessConfigurationException("a SerializationCustomizer cannot be created: " + e, e);
        }
        named.forEach(type -> all.add(make(type.getName(), loader)));
        return all;
    }

    /**
     * Makes the same ones in a child, which does not look for services: that would open every jar.
     *
     * @param classNames from {@link ObjectCodec#customizerNames()} of the test JVM
     * @param loader finds the classes
     * @return in the order in which they are applied
     * @throws MultiProcessConfigurationException if one cannot be made
     */
    public static List<SerializationCustomizer> named(List<String> classNames, ClassLoader loader) {
        List<SerializationCustomizer> all = new ArrayList<>();
        for (String className : classNames) {
            all.add(make(className, loader));
        }
        return all;
    }

    private static SerializationCustomizer make(String className, ClassLoader loader) {
        try {
            Constructor<?> constructor = Class.forName(className, true, loader).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (SerializationCustomizer) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new MultiProcessConfigurationException(
                    "a serialization customizer needs a constructor without parameters that does not throw: "
                            + className,
                    e);
        }
    }
}
