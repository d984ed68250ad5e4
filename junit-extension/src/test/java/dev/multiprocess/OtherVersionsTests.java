package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiprocess.kit.Compiler;
import dev.multiprocess.kit.OtherJava;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Children with another Java, and with other versions of a library than the test's. */
@Tag("fork")
@Timeout(60)
class OtherVersionsTests {

    @TempDir
    private static Path directory;

    /** A library of one class that says its version. */
    private static Path library(String version) throws IOException {
        String source =
                "package lib; public class Version { public String toString() { return \"" + version + "\"; } }";
        Path classes = directory.resolve("classes-" + version);
        Compiler.compile("lib.Version", source, classes);
        Path jar = directory.resolve("lib-" + version + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("lib/Version.class"));
            Files.copy(classes.resolve("lib").resolve("Version.class"), entries);
        }
        return jar;
    }

    private static String version() throws ReflectiveOperationException {
        return Class.forName("lib.Version").getConstructor().newInstance().toString();
    }

    // ---- class path

    @MultiProcessTest
    void twoVersionsOfALibrary_meetInOneTest(Processes processes, ProcessQueue<String> queue) throws IOException {
        Path old = library("1.0");
        Path current = library("2.0");
        processes.with(o -> o.prependClassPath(old)).start("old", () -> queue.put("from " + version()));
        String received = processes
                .with(o -> o.prependClassPath(current))
                .start("new", () -> version() + " " + queue.take())
                .result();
        assertThat(received).isEqualTo("2.0 from 1.0");
    }

    @MultiProcessTest
    void laterChanges_workOnWhatEarlierOnesMade(Processes processes) throws IOException {
        Path old = library("1.1");
        Path current = library("2.1");
        Processes both = processes.with(o -> o.appendClassPath(old).appendClassPath(current));
        assertThat(both.start("first", OtherVersionsTests::version).result()).isEqualTo("1.1");
        assertThat(both.with(o -> o.withoutFromClassPath("lib-1*.jar"))
                        .start("second", OtherVersionsTests::version)
                        .result())
                .isEqualTo("2.1");
        assertThat(both.with(o -> o.prependClassPath(current))
                        .start("third", OtherVersionsTests::version)
                        .result())
                .isEqualTo("2.1");
    }

    @MultiProcessTest
    void libraryIsLeftOut_childDoesNotFindIt(Processes processes) {
        ChildProcess<String> child = processes
                .with(o -> o.withoutFromClassPath("opentest4j-*.jar"))
                .start("without", () -> {
                    try {
                        Class.forName("org.opentest4j.AssertionFailedError");
                        return "found";
                    } catch (ClassNotFoundException e) {
                        return "not found";
                    }
                });
        assertThat(child.result()).isEqualTo("not found");
    }

    @MultiProcessTest
    void wholeClassPathIsReplaced_whatWeNeedIsThereAllTheSame(Processes processes) {
        Path tests = Path.of("target", "test-classes");
        ChildProcess<String> child =
                processes.with(o -> o.classPath(tests)).start("bare", () -> System.getProperty("java.class.path"));
        assertThat(child.result().split(java.io.File.pathSeparator))
                .startsWith(tests.toAbsolutePath().toString())
                .hasSize(3)
                .noneMatch(entry -> entry.contains("assertj"));
    }

    @MultiProcessTest
    void ourOwnLibrariesAreLeftOut_theyStay(Processes processes) {
        assertThat(processes
                        .with(o -> o.withoutFromClassPath("kryo5-*.jar"))
                        .start("loyal", () -> List.of(1, 2))
                        .result())
                .containsExactly(1, 2);
    }

    /** To look for something in every jar costs a new JVM more than all else that it does before its task. */
    @MultiProcessTest
    @EnabledOnOs(OS.LINUX)
    void libraryIsNotNeeded_childDoesNotOpenIt(Processes processes, ProcessQueue<String> queue) throws Exception {
        Path unneeded = library("1.3");
        ChildProcess<Boolean> child = processes
                .with(o -> o.appendClassPath(unneeded))
                .start("thrifty", () -> {
                    queue.put("an element");
                    return hasOpen(unneeded);
                });
        assertThat(queue.take()).isEqualTo("an element");
        assertThat(child.result()).isFalse();
    }

    private static boolean hasOpen(Path file) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                // The one that lists the others is gone by now.
                if (Files.exists(descriptor) && Files.isSameFile(descriptor, file)) {
                    return true;
                }
            }
            return false;
        }
    }

    @MultiProcessTest
    void optionsCrossToChildren(Processes processes) throws IOException {
        Path old = library("1.2");
        ChildProcess<String> outer = processes.start(
                "outer",
                () -> processes
                        .with(o -> o.prependClassPath(old))
                        .start("inner", OtherVersionsTests::version)
                        .result());
        assertThat(outer.result()).isEqualTo("1.2");
    }

    @MultiProcessTest
    void entryDoesNotExist_startRefuses(Processes processes) {
        Path missing = directory.resolve("no.jar");
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(
                        () -> processes.with(o -> o.prependClassPath(missing)).start(() -> {}))
                .withMessage("prependClassPath must name files or directories that exist: prependClassPath=" + missing);
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(() -> processes.with(o -> o.classPath(missing)).start(() -> {}))
                .withMessage("classPath must name files or directories that exist: classPath=" + missing);
        assertThat(processes.children()).isEmpty();
    }

    @MultiProcessTest
    void patternMatchesNothing_startRefuses(Processes processes) {
        Path tests = Path.of("target", "test-classes");
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(() -> processes
                        .with(o -> o.classPath(tests).withoutFromClassPath("storage-*.jar"))
                        .start(() -> {}))
                .withMessage("withoutFromClassPath must match an entry of the class path:"
                        + " withoutFromClassPath=storage-*.jar, entries=[test-classes]");
    }

    // ---- Java

    @MultiProcessTest
    void otherJava_runsTheChild(Processes processes, ProcessQueue<Integer> numbers) {
        Path other = OtherJava.find().orElse(null);
        assumeTrue(other != null, "needs a second Java installation");
        ChildProcess<Integer> child = processes.with(o -> o.javaHome(other)).start("other", () -> {
            numbers.put(7);
            return Runtime.version().feature();
        });
        assertThat(child.result()).isEqualTo(OtherJava.release(other).orElseThrow());
        assertThat(numbers).containsExactly(7);
    }

    @MultiProcessTest
    void argumentIsUnknownToTheOtherJava_failureShowsWhatItSays(Processes processes) {
        Path other = OtherJava.find().orElse(null);
        assumeTrue(other != null, "needs a second Java installation");
        ChildProcess<Void> child = processes
                .with(o -> o.javaHome(other).jvmArgs("-XX:+NoSuchOption"))
                .start("unborn", () -> {});
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(child::awaitRunning)
                .withMessageContaining("ended before its task began")
                .withMessageContaining("Unrecognized VM option 'NoSuchOption'");
    }

    @MultiProcessTest
    void noJava_startRefuses(Processes processes) {
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(() -> processes.with(o -> o.javaHome(directory)).start(() -> {}))
                .withMessage("javaHome must be the directory of a Java installation, with bin/java in it: javaHome="
                        + directory);
        assertThat(processes.children()).isEmpty();
    }
}
