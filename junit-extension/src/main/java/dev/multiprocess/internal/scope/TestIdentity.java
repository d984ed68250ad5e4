package dev.multiprocess.internal.scope;

import dev.multiprocess.internal.files.FileNames;
import java.nio.file.Path;

/**
 * Names a test in messages and in the output directory.
 *
 * @param testClass the class
 * @param method the method, and the number of its invocation if it has several, as in {@code everyOrder-2}
 */
public record TestIdentity(Class<?> testClass, String method) {

    Path directory(Path outputDirectory) {
        return outputDirectory.resolve(FileNames.of(testClass.getName())).resolve(FileNames.of(method));
    }

    boolean assertions() {
        return testClass.desiredAssertionStatus();
    }

    ClassLoader loader() {
        return testClass.getClassLoader();
    }

    @Override
    public String toString() {
        String name = testClass.getName();
        return name.substring(name.lastIndexOf('.') + 1) + "." + method;
    }
}
