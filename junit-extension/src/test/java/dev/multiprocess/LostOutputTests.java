package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.reap.SessionCookie;
import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.EngineRun;
import dev.multiprocess.kit.TestJvm;
import dev.multiprocess.kit.TestJvmMain;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Children are drained to the end of what they write, whatever becomes of the places that it goes to. */
@Tag("fork")
@Timeout(90)
class LostOutputTests {

    private static final int LINES = 20_000;

    @TempDir
    private Path base;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the full file is a device of Linux")
    void fileSystemIsFull_childIsDrainedAndTheLossSaidOnce() {
        assertThat(run(FullTestCases.class))
                .hasOneFailure()
                .isOfChild("writer", ExitStatus.End.EXITED)
                .tells("  last output  : " + (LINES - 20) + "\n")
                .tells("\n  output lost  : the file does not have all of it: No space left on device");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the full file is a device of Linux")
    void fileSystemIsFullAtTheDeadline_failureTellsWhatWasFound() {
        assertThat(run(FullAtTheDeadlineTestCases.class))
                .hasOneFailure()
                .message()
                .contains("  sleeper      : main thread WAITING\n")
                .endsWith("  thread dumps : not written: java.io.IOException: No space left on device");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void testJvmHasNoOutput_childIsDrained() {
        assertThat(withOutput(null)).passes();
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void outputOfTestJvmThrows_childIsDrained() {
        assertThat(withOutput(new Broken(new IllegalStateException("not here"))))
                .passes();
        assertThat(withOutput(new Broken(new AssertionError("nothing may be printed"))))
                .passes();
    }

    private static EngineRun withOutput(PrintStream output) {
        PrintStream before = System.out;
        System.setOut(output);
        try {
            return run(DrainedTestCases.class);
        } finally {
            System.setOut(before);
        }
    }

    private static final class Broken extends PrintStream {

        private final Throwable reason;

        Broken(Throwable reason) {
            super(OutputStream.nullOutputStream());
            this.reason = reason;
        }

        @Override
        public void println(String line) {
            if (reason instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) reason;
        }
    }

    @Test
    void childWritesMoreThanTheHeapOfItsTest_lastLinesAreKeptAndAllIsInTheFile() throws Exception {
        try (TestJvm testJvm = TestJvm.start(
                        base, SessionCookie.newSession(), Flooded.class, "env", "JAVA_TOOL_OPTIONS=-Xmx32m")
                .awaitReady()) {
            assertThat(testJvm.awaitEnd(Duration.ofSeconds(60)))
                    .as(testJvm.errors())
                    .isZero();
        }
    }

    @MultiProcess(timeout = "40s")
    static class FullTestCases {

        @Test
        void writesOn(Processes processes) throws IOException {
            ChildProcess<Void> first = processes.start("first", () -> {});
            first.join();
            Files.createSymbolicLink(first.outputFile().resolveSibling("writer.txt"), Path.of("/dev/full"));

            ChildProcess<Void> writer = processes.start("writer", () -> {
                print(LINES);
                System.exit(1);
            });

            assertThat(writer.awaitExit().code()).isEqualTo(1);
            assertThat(writer.output())
                    .endsWith(String.valueOf(LINES - 1))
                    .filteredOn(line -> line.startsWith("("))
                    .hasSizeLessThan(2);
            writer.expectExit(0);
        }
    }

    static class FullAtTheDeadlineTestCases {

        @MultiProcessTest(timeout = "2s")
        void sleeps(Processes processes) throws IOException {
            ChildProcess<Void> sleeper = processes.start("sleeper", Children::waitForEver);
            sleeper.awaitRunning();
            Files.createSymbolicLink(sleeper.outputFile().resolveSibling("sleeper.threads.txt"), Path.of("/dev/full"));
            sleeper.join();
        }
    }

    private static void print(int lines) {
        for (int i = 0; i < lines; i++) {
            System.out.println(i);
        }
    }

    @MultiProcess(timeout = "40s")
    static class DrainedTestCases {

        @Test
        void drained(Processes processes) throws IOException {
            ChildProcess<Void> writer = processes.start("writer", () -> {
                print(LINES);
                System.err.println("done");
            });
            writer.join();

            assertThat(writer.output()).hasSize(10_000).contains(String.valueOf(LINES - 1), "done");
            assertThat(Files.readAllLines(writer.outputFile())).hasSize(LINES + 1);
        }
    }

    /** 64 MiB in lines that are as long as any that is kept whole. */
    static class Flooded {

        private static final int LONG_LINES = 4 * 1024;

        @MultiProcessTest(timeout = "50s")
        void floods(Processes processes) {
            ChildProcess<Void> writer = processes.start("writer", () -> {
                String line = "x".repeat(16 * 1024 - 1);
                for (int i = 0; i < LONG_LINES; i++) {
                    System.out.println(line);
                }
                System.out.println("end");
            });
            writer.join();

            List<String> kept = writer.output();
            assertThat(kept.get(kept.size() - 1)).isEqualTo("end");
            assertThat(kept).hasSizeBetween(2, 20);
            assertThat(size(writer.outputFile())).isEqualTo(LONG_LINES * 16L * 1024 + 4);
            TestJvmMain.ready();
        }

        private static long size(Path file) {
            try {
                return Files.size(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
