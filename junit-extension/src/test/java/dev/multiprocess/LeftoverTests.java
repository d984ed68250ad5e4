package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.kit.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing outlives its test; that no process, thread and private directory does is checked by each run itself. */
@Tag("fork")
@Timeout(120)
class LeftoverTests {

    @Test
    @EnabledOnOs(OS.LINUX)
    void manyTests_leaveNoOpenFile() throws IOException {
        assertThat(run(ManyTestCases.class, "once")).passes();
        long before = openFiles();
        assertThat(run(ManyTestCases.class, "many")).passes(ManyTestCases.COUNT);
        assertThat(openFiles()).isLessThanOrEqualTo(before);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void startThatFails_leavesNoOpenFile() throws IOException {
        assertThat(run(ManyTestCases.class, "once")).passes();
        long before = openFiles();
        assertThat(run(ManyTestCases.class, "failedStart")).passes();
        assertThat(openFiles()).isLessThanOrEqualTo(before);
    }

    /** JVMs that wait for a task are killed then, whatever they do at that moment; and one that makes an archive. */
    @ParameterizedTest
    @EnumSource(names = {"FORK", "FORK_SERVER"})
    @EnabledOnOs(OS.LINUX)
    void runEndsWhileJvmsAreMadeReady_noDirectoryIsLeft(StartMethod method, @TempDir Path base) throws Exception {
        Path temporary = Files.createDirectory(base.resolve("t"));
        String options = "-Djava.io.tmpdir=" + temporary + " -Dmultiprocess.startMethod=" + method;
        for (int i = 0; i < 3; i++) {
            Path module = Files.createDirectory(base.resolve("m" + i));
            try (TestJvm testJvm = TestJvm.start(
                    module, SessionCookie.newSession(), ShortTestCases.class, "env", "JAVA_TOOL_OPTIONS=" + options)) {
                assertThat(testJvm.awaitEnd(Duration.ofSeconds(60)))
                        .as(testJvm.errors())
                        .isZero();
            }
            try (Stream<Path> left = Files.list(temporary)) {
                assertThat(left)
                        .filteredOn(file -> file.toString().contains("mpj-"))
                        .isEmpty();
            }
        }
    }

    static class ShortTestCases {

        @MultiProcessTest
        void startsOne(Processes processes) {
            processes.start(() -> {}).join();
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    @MultiProcess(timeout = "30s")
    static class ManyTestCases {

        static final int COUNT = 10;

        @Test
        void once(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            useEverything(processes, queue);
        }

        @RepeatedTest(COUNT)
        void many(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            useEverything(processes, queue);
        }

        private static void useEverything(Processes processes, ProcessQueue<Integer> queue)
                throws InterruptedException {
            ProcessGroup<Void> writers = processes.start(2, "writer", () -> queue.put(1));
            assertThat(queue.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
            writers.children().get(1).kill();
        }

        @Test
        void failedStart(Processes processes) {
            Processes elsewhere = processes.with(o -> o.workingDirectory(Path.of("does", "not", "exist")));
            for (int i = 0; i < 20; i++) {
                try {
                    elsewhere.start("lost", () -> {});
                } catch (MultiProcessConfigurationException expected) {
                    // The same again: a name that was not used is free.
                }
            }
            assertThat(processes.children()).isEmpty();
        }
    }
}
