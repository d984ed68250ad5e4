package dev.multiprocess.internal.objects;

import java.util.Map;

/** Finds classes by their names. */
public final class ClassNames {

    private static final Map<String, Class<?>> PRIMITIVES = Map.of(
            "boolean", boolean.class,
            "byte", byte.class,
            "char", char.class,
            "short", short.class,
            "int", int.class,
            "long", long.class,
            "float", float.class,
            "double", double.class,
            "void", void.class);

    private ClassNames() {}

    /**
     * Finds a class, primitive types and {@code void} included, without initializing it.
     *
     * @throws ClassNotFoundException if {@code loader} does not know it
     */
    public static Class<?> find(String name, ClassLoader loader) throws ClassNotFoundException {
        Class<?> primitive = PRIMITIVES.get(name);
        return primitive != null ? primitive : Class.forName(name, false, loader);
    }
}
