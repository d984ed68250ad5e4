package dev.multiprocess.internal.objects;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which fields make up an object of a class that is not the JDK's own. */
public final class Fields {

    private Fields() {}

    /**
     * Lists the fields that cross, superclasses first, in an order that is the same in every JVM. The JDK's own
     * superclasses are left out: {@link TypeRules} ensures that they hold nothing that must cross.
     */
    public static List<Field> of(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> owner = type; owner != null && !isJdk(owner); owner = owner.getSuperclass()) {
            fields.addAll(0, declared(owner));
        }
        return fields;
    }

    /** Returns whether a superclass of the JDK holds fields that would have to cross. */
    static boolean hasJdkState(Class<?> type) {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            if (isJdk(owner) && !declared(owner).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a class comes with the JDK, where reflection may not enter. */
    public static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static List<Field> declared(Class<?> owner) {
        return Arrays.stream(owner.getDeclaredFields())
                .filter(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
                .sorted(Comparator.comparing(Field::getName))
                .toList();
    }
}
