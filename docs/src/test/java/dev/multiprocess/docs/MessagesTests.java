package dev.multiprocess.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.multiprocess.docs.Page.Block;
import example.Situations;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Every message on the pages is what its situation really prints. */
class MessagesTests {

    private static final Map<String, String> NONE = Map.of();

    /** Made in a test of the plugin's package, which it needs. */
    private static final String LEFTOVER = "leftover";

    private static final Map<String, Supplier<String>> SITUATIONS = Map.of(
            "hanging-reader",
            () -> run(Situations.OrderFeedTestCases.class),
            "bad-configuration",
            () -> run(Situations.ConfiguredTestCases.class, "multiprocess.stopGrace", "never"),
            "shared-output",
            MessagesTests::sharedOutput,
            "unknown-key",
            MessagesTests::unknownKey);

    /** Situations under other names than their classes'. */
    private static final Set<String> RENAMED = Set.of("order-feed", "configured");

    @TestFactory
    @EnabledOnOs(value = OS.LINUX, disabledReason = "names of signals, and of commands, are those of Linux")
    Stream<DynamicTest> message_isWhatItsSituationPrints() {
        return blocks().stream()
                .filter(block -> !block.markedAs("output").equals(LEFTOVER))
                .map(block -> dynamicTest(block.toString(), () -> {
                    String name = block.markedAs("output");
                    Checked.block(block, situation(name).get(), "the situation '" + name + "'");
                }));
    }

    @Test
    void situation_isInOnePlace() {
        List<String> shown =
                blocks().stream().map(block -> block.markedAs("output")).toList();
        Set<String> known = new TreeSet<>(SITUATIONS.keySet());
        Stream.of(Situations.class.getDeclaredClasses())
                .map(Class::getSimpleName)
                .filter(name -> name.endsWith("TestCases"))
                .map(MessagesTests::dashed)
                .filter(name -> !RENAMED.contains(name))
                .forEach(known::add);

        assertThat(shown).containsExactlyInAnyOrderElementsOf(known);
    }

    private static List<Block> blocks() {
        return Page.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> !block.markedAs("output").isEmpty())
                .toList();
    }

    private static Supplier<String> situation(String name) {
        return SITUATIONS.getOrDefault(
                name,
                () -> run(Stream.of(Situations.class.getDeclaredClasses())
                        .filter(type -> dashed(type.getSimpleName()).equals(name))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no class in Situations for '" + name + "'"))));
    }

    /** {@code ChildFailedTestCases} as {@code child-failed}. */
    private static String dashed(String simpleName) {
        return simpleName
                .replaceAll("TestCases$", "")
                .replaceAll("(?<=.)([A-Z])", "-$1")
                .toLowerCase(Locale.ROOT);
    }

    private static String run(Class<?> tests) {
        return Situation.failureOf(tests, NONE);
    }

    private static String run(Class<?> tests, String key, String value) {
        return Situation.failureOf(tests, Map.of(key, value));
    }

    private static String sharedOutput() {
        try {
            Path output = Files.createDirectories(Path.of("target", "open"));
            Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rwxrwxrwx"));
            return run(
                    Situations.SharedOutputTestCases.class,
                    "multiprocess.outputDirectory",
                    output.toAbsolutePath().toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The test class comes from a loader that finds a properties file beside it, as in a user's test resources. */
    private static String unknownKey() {
        try {
            Path resources = Files.createTempDirectory("resources");
            Path file = resources.resolve("junit-platform.properties");
            Files.writeString(file, "multiprocess.timeOut=20s");
            URL code = Situations.class.getProtectionDomain().getCodeSource().getLocation();
            try (URLClassLoader loader = new OwnSituations(resources.toUri().toURL(), code)) {
                return run(loader.loadClass(Situations.ConfiguredTestCases.class.getName()));
            } finally {
                Files.delete(file);
                Files.delete(resources);
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Loads the situations itself, everything else from above. */
    private static final class OwnSituations extends URLClassLoader {

        OwnSituations(URL... urls) {
            super(urls, MessagesTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Situations.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }
}
