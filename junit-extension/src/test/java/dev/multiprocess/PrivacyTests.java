package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.kit.TestJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be secret is in no file that another user can read, and where files are does not depend on where a JVM is. */
@Tag("fork")
@Timeout(120)
class PrivacyTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PASSWORD = "correct-horse-battery-staple";

    @TempDir
    private Path base;

    private Map<String, String> parameters(StartMethod method) {
        return Map.of(
                "multiprocess.outputDirectory", base.resolve("out").toString(),
                "multiprocess.startMethod", method.name());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(base)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SPAWN", "FORK", "FORK_SERVER"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no modes there")
    void passwordAmongTheArguments_isReadableByTheUserAlone(StartMethod method) throws IOException {
        assertThat(run(PasswordTestCases.class, parameters(method))).passes(2);

        List<Path> secret = files().stream().filter(PrivacyTests::hasPassword).toList();
        assertThat(secret)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------"));
    }

    private static boolean hasPassword(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(PASSWORD);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static class PasswordTestCases {

        @MultiProcessTest
        void hasPassword(Processes processes) {
            processes
                    .with(o -> o.systemProperty("db.password", PASSWORD))
                    .start("child", () -> {})
                    .join();
        }

        /** Its crash report has the arguments too. */
        @MultiProcessTest
        void crashes(Processes processes) {
            ChildProcess<Void> child = processes
                    .with(o -> o.systemProperty("db.password", PASSWORD))
                    .start("crashing", dev.multiprocess.kit.Children::waitForEver);
            child.awaitRunning();
            dev.multiprocess.kit.Signals.send("SEGV", child);
            child.awaitExit();
        }
    }

    /** Those that are used lie beside their child's other files, and those that are not are removed. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void jvmsThatWaited_leaveNoFile() throws IOException {
        assertThat(run(ManyTestCases.class, parameters(StartMethod.FORK_SERVER)))
                .passes();

        assertThat(files())
                .filteredOn(file -> file.toString().contains("waiting"))
                .isEmpty();
        assertThat(files())
                .filteredOn(file -> file.toString().endsWith(".args"))
                .hasSize(ManyTestCases.COUNT);
    }

    static class ManyTestCases {

        static final int COUNT = 4;

        @MultiProcessTest
        void startsSome(Processes processes) {
            for (int i = 0; i < COUNT; i++) {
                processes.start("child-" + i, () -> {}).join();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SPAWN", "FORK", "FORK_SERVER"})
    void temporaryDirectoryIsRelative_childElsewhereFindsAllTheSame(StartMethod method) throws Exception {
        Files.createDirectory(base.resolve("t"));
        Files.createDirectory(base.resolve("elsewhere"));
        String options = "-Djava.io.tmpdir=t -Dmultiprocess.startMethod=" + method;
        try (TestJvm testJvm = TestJvm.start(
                base, SessionCookie.newSession(), ElsewhereTestCases.class, "env", "JAVA_TOOL_OPTIONS=" + options)) {
            assertThat(testJvm.awaitEnd(LIMIT)).as(testJvm.errors()).isZero();
        }
    }

    static class ElsewhereTestCases {

        @MultiProcessTest
        void startsThere(Processes processes, ProcessQueue<String> queue) throws InterruptedException {
            Path here = Path.of("").toAbsolutePath();
            for (int i = 0; i < 2; i++) {
                processes.with(o -> o.workingDirectory(Path.of("elsewhere"))).start("elsewhere-" + i, () -> {
                    Path made = Files.createTempFile("made", ".txt");
                    queue.put(made.getParent().toAbsolutePath().toString());
                });
                assertThat(queue.take()).isEqualTo(here.resolve("t").toString());
            }
        }
    }
}
