package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.kit.OtherJava;
import dev.multiprocess.kit.PlainClassPath;
import dev.multiprocess.kit.TestJvm;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that the locale of a machine cannot say, or says in another way than the JVM's default charset. */
@Tag("fork")
@Tag("encoding")
@Timeout(90)
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the environment does not set the locale")
class EncodingTests {

    private static final String GREETING = "Grüße, 12 €";

    @TempDir
    private static Path copies;

    private static String classPath;

    @TempDir
    private Path base;

    @BeforeAll
    static void copyWhatTheLocaleCannotName() throws IOException {
        classPath = PlainClassPath.copiedTo(copies);
    }

    private void assertPasses(Class<?> testCases, String... environment) throws Exception {
        assertPasses(base, testCases, environment);
    }

    private static void assertPasses(Path base, Class<?> testCases, String... environment) throws Exception {
        String[] before = new String[environment.length + 1];
        before[0] = "env";
        System.arraycopy(environment, 0, before, 1, environment.length);
        try (TestJvm testJvm = TestJvm.start(base, SessionCookie.newSession(), classPath, testCases, before)) {
            assertThat(testJvm.awaitEnd(Duration.ofSeconds(60)))
                    .as(testJvm.errors())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dany", "-Dfile.encoding=UTF-8", "-Dfile.encoding=ISO-8859-1"})
    void childPrintsWhatTheLocaleCannotSay_allOfItArrives(String argument) throws Exception {
        assertPasses(Printing.class, "LC_ALL=C", "JAVA_TOOL_OPTIONS=" + argument);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dany", "-Dfile.encoding=UTF-8"})
    void namesAndPropertiesThatTheLocaleCannotSay_areUsedAllTheSame(String argument) throws Exception {
        assertPasses(Naming.class, "LC_ALL=C", "JAVA_TOOL_OPTIONS=" + argument);
    }

    @Test
    void namesAndDirectoriesInAnotherDefaultCharset_areFound() throws Exception {
        assertPasses(Naming.class, "LC_ALL=C.UTF-8", "JAVA_TOOL_OPTIONS=-Dfile.encoding=ISO-8859-1");
        assumeTrue(canName("ü"), "this JVM cannot make such a directory in its own locale");
        Path project = Files.createDirectory(base.resolve("jürgen"));
        assertPasses(project, InDirectory.class, "LC_ALL=C.UTF-8", "JAVA_TOOL_OPTIONS=-Dfile.encoding=ISO-8859-1");
    }

    private static boolean canName(String text) {
        return Charset.forName(System.getProperty("sun.jnu.encoding"))
                .newEncoder()
                .canEncode(text);
    }

    @Test
    void argumentsAndVariablesThatTheLocaleCannotSay_areRefused() throws Exception {
        assertPasses(Refusing.class, "LC_ALL=C");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dfile.encoding=ISO-8859-1"})
    void defaultCharsetIsNotThatOfTheLocale_allOfItArrives(String argument) throws Exception {
        assertPasses(Printing.class, "LC_ALL=C.UTF-8", "JAVA_TOOL_OPTIONS=" + argument);
    }

    static class Printing {

        @MultiProcessTest(timeout = "40s")
        void prints(Processes processes) throws IOException {
            requirePrinted(processes.with(o -> o.startMethod(StartMethod.SPAWN)));
            requirePrinted(processes.with(o -> o.startMethod(StartMethod.FORK)));
            Optional<Path> other = OtherJava.find();
            if (other.isPresent()) {
                requirePrinted(processes.with(o -> o.javaHome(other.get())));
            }
        }

        private static void requirePrinted(Processes processes) throws IOException {
            ChildProcess<Void> child = processes.start(() -> {
                System.out.println(GREETING);
                System.out.flush();
                System.err.println(GREETING);
            });
            child.join();
            assertThat(child.output()).containsExactly(GREETING, GREETING);
            assertThat(Files.readAllLines(child.outputFile())).isEqualTo(List.of(GREETING, GREETING));
        }
    }

    static class Naming {

        @MultiProcessTest(timeout = "40s")
        void prüftDieGrößeImKind(Processes processes) throws IOException {
            for (StartMethod method : List.of(StartMethod.SPAWN, StartMethod.FORK, StartMethod.FORK_SERVER)) {
                Processes named = processes.with(o -> o.startMethod(method)
                        .systemProperty("greeting", GREETING)
                        .systemProperty("plain", "text")
                        .systemProperty("größe", "12"));
                ChildProcess<List<String>> child = named.start(() -> List.of(
                        System.getProperty("greeting"), System.getProperty("plain"), System.getProperty("größe")));
                assertThat(child.result()).containsExactly(GREETING, "text", "12");
                assertThat(child.outputFile()).exists();
            }
            requireSecondWins(processes);
        }

        private static void requireSecondWins(Processes processes) {
            ChildProcess<String> child = processes
                    .with(o -> o.jvmArgs("-Dgreeting=" + GREETING, "-Dgreeting=hello"))
                    .start(() -> System.getProperty("greeting"));
            assertThat(child.result()).isEqualTo("hello");
        }
    }

    static class InDirectory {

        @MultiProcessTest(timeout = "40s")
        void hört(Processes processes) throws IOException {
            Path directory = Files.createDirectories(Path.of("größe").toAbsolutePath());
            ChildProcess<List<String>> child = processes
                    .with(o -> o.workingDirectory(directory).environment("GREETING", "Grüße"))
                    .start(() -> List.of(System.getProperty("user.dir"), System.getenv("GREETING")));
            assertThat(child.result()).containsExactly(directory.toString(), "Grüße");
        }
    }

    static class Refusing {

        @MultiProcessTest(timeout = "40s")
        void refuses(Processes processes) {
            assertThatThrownBy(() -> processes
                            .with(o -> o.environment("GREETING", GREETING))
                            .start(() -> {}))
                    .isInstanceOf(MultiProcessConfigurationException.class)
                    .hasMessage("an environment variable of a child must be in the encoding in which the child reads"
                            + " it, US-ASCII: GREETING");
            assertThatThrownBy(
                            () -> processes.with(o -> o.jvmArgs("-XX:Flag=ü")).start(() -> {}))
                    .isInstanceOf(MultiProcessConfigurationException.class)
                    .hasMessage("an argument of a child's JVM must be in the encoding of the locale, US-ASCII, unless"
                            + " it sets a system property: '-XX:Flag=ü'");
        }
    }
}
