package dev.multiprocess.internal.inventory;

import dev.multiprocess.internal.files.FileNames;
import java.nio.file.Path;

/**
 * Names a test, or what a class has for all of its tests, in messages and in the output directory.
 *
 * @param testClass the class
 * @param kind what is named
 * @param method the method, and the number of its invocation if it has several, as in {@code everyOrder-2}; of no
 *     meaning for a class
 */
public record TestIdentity(Class<?> testClass, Kind kind, String method) {

    /** No method of Java can be called so. */
    private static final String DIRECTORY_OF_CLASS = "class";

    /** What is named. */
    public enum Kind {
        /** What a class starts before its first test. */
        CLASS,

        /** A test, or a factory of dynamic tests. */
        TEST,

        /** A dynamic test. */
        DYNAMIC_TEST
    }

    /**
     * Names a dynamic test of this factory.
     *
     * @param number its own, after those of the dynamic containers it is in, as in {@code 1-2}
     * @return as in {@code files-1-2}
     */
    public TestIdentity dynamicTest(String number) {
        return new TestIdentity(testClass, Kind.DYNAMIC_TEST, method + "-" + number);
    }

    public boolean isDynamicTest() {
        return kind == Kind.DYNAMIC_TEST;
    }

    public Path directory(Path outputDirectory) {
        return outputDirectory
                .resolve(FileNames.of(testClass.getName()))
                .resolve(kind == Kind.CLASS ? DIRECTORY_OF_CLASS : FileNames.of(method));
    }

    boolean assertions() {
        return testClass.desiredAssertionStatus();
    }

    public ClassLoader loader() {
        return testClass.getClassLoader();
    }

    /** Completes a sentence about a test. */
    @Override
    public String toString() {
        String name = testClass.getName();
        String shortName = name.substring(name.lastIndexOf('.') + 1);
        return kind == Kind.CLASS ? "class " + shortName : shortName + "." + method;
    }
}
