package dev.multiprocess.internal.objects;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/** What a class declares for Java serialization, and so wants to be written by it. */
final class JavaHooks {

    private JavaHooks() {}

    /**
     * Returns whether a class of a user is written by Java serialization: it has hooks, or state in a superclass of the
     * JDK, as a subclass of {@code ArrayList} has.
     */
    static boolean rule(Class<?> type) {
        return Serializable.class.isAssignableFrom(type) && (areIn(type) || Fields.hasJdkState(type));
    }

    /**
     * Returns whether Java serialization would write an object that it cannot create again.
     *
     * @return the class that lacks a constructor, or {@code null}
     */
    static Class<?> withoutConstructor(Class<?> type) {
        if (declares(type, "writeReplace")) {
            return null;
        } else if (Externalizable.class.isAssignableFrom(type)) {
            return hasConstructor(type, Modifier.PUBLIC) ? null : type;
        }
        Class<?> base = type;
        while (Serializable.class.isAssignableFrom(base)) {
            base = base.getSuperclass();
        }
        boolean samePackage = base.getPackage() == type.getPackage();
        boolean reachable = hasConstructor(base, Modifier.PUBLIC | Modifier.PROTECTED)
                || samePackage && hasConstructor(base, 0) && !hasConstructor(base, Modifier.PRIVATE);
        return reachable ? null : base;
    }

    private static boolean areIn(Class<?> type) {
        boolean found = Externalizable.class.isAssignableFrom(type);
        for (Class<?> owner = type; !found && isSerializable(owner); owner = owner.getSuperclass()) {
            found = declares(owner, "writeObject", ObjectOutputStream.class)
                    || declares(owner, "readObject", ObjectInputStream.class)
                    || declares(owner, "writeReplace")
                    || declares(owner, "readResolve")
                    || Arrays.stream(owner.getDeclaredFields())
                            .anyMatch(field -> field.getName().equals("serialPersistentFields"));
        }
        return found;
    }

    private static boolean isSerializable(Class<?> type) {
        return type != null && Serializable.class.isAssignableFrom(type);
    }

    private static boolean declares(Class<?> owner, String name, Class<?>... parameters) {
        try {
            owner.getDeclaredMethod(name, parameters);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** @param modifiers one of which its constructor without parameters must have, or 0 for any */
    private static boolean hasConstructor(Class<?> type, int modifiers) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            return modifiers == 0 || (constructor.getModifiers() & modifiers) != 0;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
