package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.kit.TestJvm;
import dev.multiprocess.kit.TestJvmMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two builds of one module at the same time: the same tests write to the same output directory. */
@Tag("fork")
@Timeout(120)
class SideBySideTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path base;

    private TestJvm testJvm() throws IOException {
        return TestJvm.start(base, SessionCookie.newSession(), TwoBuilds.class);
    }

    private List<String> directories() throws IOException {
        try (Stream<Path> all = Files.list(TestJvm.outputDirectory(base).resolve(TwoBuilds.class.getName()))) {
            return all.map(directory -> directory.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void sameTestInTwoTestJvms_neitherSeesTheFilesOfTheOther() throws Exception {
        try (TestJvm one = testJvm().awaitReady()) {
            try (TestJvm other = testJvm().awaitReady()) {
                assertThat(directories())
                        .containsExactly("writes", "writes~" + other.identity().pid());
                Files.createFile(base.resolve("go"));
                assertThat(other.awaitEnd(LIMIT)).as(other.errors()).isZero();
            }
            assertThat(one.awaitEnd(LIMIT)).as(one.errors()).isZero();
        }
        try (TestJvm later = testJvm().awaitReady()) {
            assertThat(later.awaitEnd(LIMIT)).as(later.errors()).isZero();
            assertThat(directories())
                    .as("the name is free again, and nothing is left")
                    .containsExactly("writes");
        }
    }

    @Test
    void outputDirectoryCannotBeMade_failureNamesItsSetting() throws IOException {
        Path file = Files.createFile(base.resolve("file"));
        assertThat(run(Starts.class, Map.of("multiprocess.outputDirectory", file.toString())))
                .hasOneFailure()
                .message()
                .startsWith("the output directory of test SideBySideTests$Starts.starts cannot be made below"
                        + " multiprocess.outputDirectory=" + file + ": java.nio.file.FileAlreadyExistsException");
    }

    static class Starts {

        @MultiProcessTest
        void starts(Processes processes) {
            processes.start(() -> {});
        }
    }

    static class TwoBuilds {

        private static final int ROUNDS = 3;

        @MultiProcessTest(timeout = "50s", startMethod = StartMethod.FORK_SERVER)
        void writes(Processes processes) {
            ChildProcess<Void> first = writer(processes, "first");
            TestJvmMain.ready();
            awaitGo();
            for (int i = 0; i < ROUNDS; i++) {
                requireOwn(writer(processes, "writer"));
            }
            requireOwn(writer(processes.with(o -> o.startMethod(StartMethod.SPAWN)), "writer"));
            requireOwn(first);
        }

        private static String own() {
            return "of " + ProcessHandle.current().pid();
        }

        private static ChildProcess<Void> writer(Processes processes, String name) {
            String text = own();
            ChildProcess<Void> child = processes.start(name, () -> System.out.println(text));
            child.join();
            return child;
        }

        private static void requireOwn(ChildProcess<Void> child) {
            assertThat(child.outputFile()).hasContent(own() + "\n");
            assertThat(child.output()).containsExactly(own());
        }

        private static void awaitGo() {
            while (!Files.exists(Path.of("go"))) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
    }
}
