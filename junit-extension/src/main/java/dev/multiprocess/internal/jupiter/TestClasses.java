package dev.multiprocess.internal.jupiter;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** A test class and those that enclose it as an inner class, as {@code @Nested} test classes are. */
final class TestClasses {

    private TestClasses() {}

    static List<Class<?>> fromInside(Class<?> testClass) {
        List<Class<?>> classes = new ArrayList<>();
        Class<?> next = testClass;
        while (next != null) {
            classes.add(next);
            next = Modifier.isStatic(next.getModifiers()) ? null : next.getEnclosingClass();
        }
        return classes;
    }
}
