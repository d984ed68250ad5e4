package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.FailureAssert;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A test that takes long says once what it waits for, and is otherwise left alone. */
@Tag("fork")
@Timeout(60)
class HalfwayTests {

    /** What the test waits for: the line. */
    private static volatile CompletableFuture<String> line;

    private static final class Watched extends PrintStream {

        Watched() {
            super(OutputStream.nullOutputStream());
        }

        @Override
        public void println(String text) {
            if (text.contains("half of its timeout")) {
                line.complete(text);
            }
        }
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void halfOfTheTimeoutHasPassed_lineSaysWhoWaitsAndNothingChanges() {
        line = new CompletableFuture<>();
        PrintStream before = System.out;
        System.setOut(new Watched());
        try {
            assertThat(run(SlowTestCases.class)).passes();
        } finally {
            System.setOut(before);
        }
        assertThat(FailureAssert.normalized(line.join()))
                .matches("test HalfwayTests\\$SlowTestCases\\.waits has taken half of its timeout of 8 s:"
                        + " test JVM is at dev\\.multiprocess\\.HalfwayTests\\$SlowTestCases\\.waits\\(HalfwayTests\\.java.*\\);"
                        + " reader waits to take from queue 'letters' \\(for <time> ms\\);"
                        + " sleeper was paused \\(SIGSTOP\\);"
                        + " worker is at dev\\.multiprocess\\.kit\\.Children\\.waitForEver\\(Children\\.java.*\\)");
    }

    @MultiProcess(timeout = "8s")
    static class SlowTestCases {

        @Test
        void waits(Processes processes, ProcessQueue<String> letters) {
            ChildProcess<String> reader = processes.start("reader", () -> letters.take());
            ChildProcess<Void> sleeper = processes.with(o -> o.daemon(true)).start("sleeper", Children::waitForEver);
            processes.with(o -> o.daemon(true)).start("worker", Children::waitForEver);
            sleeper.awaitRunning();
            sleeper.pause();

            line.join();

            assertThat(sleeper.isAlive()).isTrue();
            letters.add("a");
            assertThat(reader.result()).isEqualTo("a");
            assertThat(sleeper.output()).isEmpty();
        }
    }
}
