package dev.multiprocess.internal.serial;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.SerializationCustomizer;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;

/** Finds the serialization customizers of a JVM: those of services first, then those that a test names. */
public final class Customizers {

    private Customizers() {}

    /**
     * Makes one of each.
     *
     * @param classNames of those that a test names
     * @param loader finds the classes
     * @return in the order in which they are applied
     * @throws MultiProcessConfigurationException if one cannot be made
     */
    public static List<SerializationCustomizer> of(List<String> classNames, ClassLoader loader) {
        List<SerializationCustomizer> all = new ArrayList<>(Serializer.customizersOf(loader));
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
