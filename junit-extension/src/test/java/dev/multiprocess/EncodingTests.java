package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.kit.OtherJava;
import dev.multiprocess.kit.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that the locale of a machine cannot say, or says in another way than the JVM's default charset. */
@Tag("fork")
@Timeout(90)
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the environment does not set the locale")
class EncodingTests {

    private static final String GREETING = "Grüße, 12 €";

    @TempDir
    private Path base;

    private void assertPasses(Class<?> testCases, String... environment) throws Exception {
        String[] before = new String[environment.length + 1];
        before[0] = "env";
        System.arraycopy(environment, 0, before, 1, environment.length);
        try (TestJvm testJvm = TestJvm.start(base, SessionCookie.newSession(), testCases, before)) {
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
}
