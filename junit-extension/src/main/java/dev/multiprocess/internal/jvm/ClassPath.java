package dev.multiprocess.internal.jvm;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessOptions;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the class path that the tests really run with, whatever started this JVM.
 *
 * <p>If the tests were loaded by the system class loader, it is {@code java.class.path}, which Surefire and Failsafe
 * set right even where they start with a jar that has only a manifest. Otherwise it is what Surefire says, or what the
 * URL class loaders among the ancestors hold. It is empty if all of them are in modules.
 */
public final class ClassPath {

    /** What was read last: every child of a test JVM asks for the same. */
    private static volatile Entries lastRead = new Entries("");

    private ClassPath() {}

    /** A class path as it is written, and its entries, absolute. */
    private record Entries(String path, List<String> list) {

        Entries(String path) {
            this(
                    path,
                    Arrays.stream(path.split(File.pathSeparator))
                            .filter(entry -> !entry.isEmpty())
                            .map(entry -> Path.of(entry).toAbsolutePath().toString())
                            .toList());
        }
    }

    /**
     * What a child runs with: the path of the tests with the child's own changes, and what it cannot do without.
     *
     * <p>The library comes before every other jar, after the directories that the path begins with. A class loader
     * opens one entry after the other until it has found a class, and a jar costs a child a millisecond or more.
     */
    static List<String> ofChild(ClassLoader tests, ProcessOptions process) {
        List<String> path = process.classPathFrom(ofTests(tests));
        Set<String> entries = new LinkedHashSet<>(leadingDirectories(path));
        entries.addAll(Library.entries());
        entries.addAll(path);
        return List.copyOf(entries);
    }

    /** The directories that a class path begins with: most often what is tested, and the tests. */
    public static List<String> leadingDirectories(List<String> classPath) {
        return classPath.stream()
                .takeWhile(entry -> Files.isDirectory(Path.of(entry)))
                .toList();
    }

    /** Entries in their order, absolute; directories and jars. */
    public static List<String> ofTests(ClassLoader tests) {
        Set<String> entries = new LinkedHashSet<>();
        String surefire = System.getProperty("surefire.test.class.path");
        if (tests == ClassLoader.getSystemClassLoader()) {
            addAll(entries, System.getProperty("java.class.path"));
        } else if (surefire != null) {
            addAll(entries, surefire);
        } else {
            addUrls(entries, tests);
            addAll(entries, System.getProperty("java.class.path"));
        }
        if (entries.isEmpty() && System.getProperty("jdk.module.path") == null) {
            throw new MultiProcessConfigurationException(
                    "the class path of the tests could not be found: the class loader is " + tests
                            + ", java.class.path and surefire.test.class.path are empty");
        }
        return List.copyOf(entries);
    }

    private static void addAll(Set<String> entries, String path) {
        Entries read = lastRead;
        if (!read.path().equals(path)) {
            read = new Entries(path);
            lastRead = read;
        }
        entries.addAll(read.list());
    }

    private static void addUrls(Set<String> entries, ClassLoader loader) {
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            if (each instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    add(entries, url);
                }
            }
        }
    }

    private static void add(Set<String> entries, URL url) {
        try {
            if (url.getProtocol().equals("file")) {
                entries.add(Path.of(url.toURI()).toString());
            }
        } catch (URISyntaxException e) {
            throw new MultiProcessConfigurationException("the class path entry " + url + " is not a file", e);
        }
    }
}
