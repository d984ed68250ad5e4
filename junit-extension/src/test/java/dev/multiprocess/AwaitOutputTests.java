package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.FailureAssert;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test waits for what a child writes. */
@Tag("fork")
@Timeout(60)
class AwaitOutputTests {

    private static final Pattern PORT = Pattern.compile("port (?<port>\\d+)( open)?");
    private static final Duration LONG = Duration.ofSeconds(20);

    // ---- found

    @MultiProcessTest
    void lineIsWritten_waitEndsWithItsMatch(Processes processes) {
        ChildProcess<Void> child = processes.with(o -> o.daemon(true)).start("app", () -> {
            System.out.println("starting");
            System.out.println("app started on port 8080, at last");
            System.err.println("warning: no disk");
            Children.waitForEver();
        });

        MatchResult port = child.awaitOutput(PORT);
        assertThat(port.group()).isEqualTo("port 8080");
        assertThat(port.group(1)).isEqualTo("8080");
        assertThat(port.group(2)).isNull();
        assertThat(port.groupCount()).isEqualTo(2);
        assertThat(port.start()).isEqualTo(15);
        assertThat(port.end()).isEqualTo(24);
        assertThat(port.start(1)).isEqualTo(20);
        assertThat(port.start(2)).isEqualTo(-1);
        assertThat(child.awaitOutput(Pattern.compile("^warning: (.*)$")).group(1))
                .isEqualTo("no disk");
        assertThat(child.awaitOutput(PORT).group()).as("again").isEqualTo("port 8080");
    }

    @MultiProcessTest
    void lineWasWrittenByOneThatHasEnded_isFound(Processes processes) {
        ChildProcess<Void> child = processes.start("app", () -> System.out.println("port 1\nport 2"));
        child.join();

        assertThat(child.awaitOutput(PORT).group(1)).isEqualTo("1");
        assertThat(child.awaitOutput(PORT, Duration.ZERO))
                .hasValueSatisfying(match -> assertThat(match.group(1)).isEqualTo("1"));
    }

    @MultiProcessTest
    void promptHasNoEnd_isFound(Processes processes) {
        ChildProcess<Void> child = processes.with(o -> o.daemon(true)).start("tool", () -> {
            System.out.print("Your name: ");
            System.out.flush();
            Children.waitForEver();
        });

        assertThat(child.awaitOutput(Pattern.compile("(\\w+): ")).group(1)).isEqualTo("name");
        assertThat(child.awaitOutput(Pattern.compile("^.*name.*$")).group()).isEqualTo("Your name: ");
        Pattern end = Pattern.compile("name: $");
        assertThat(child.awaitOutput(end).start()).isEqualTo(5);
        assertThat(child.awaitOutput(end, Duration.ZERO)).isPresent();
    }

    @MultiProcessTest
    void lineComesInPieces_partOfANumberIsNoMatch(Processes processes) {
        ChildProcess<Void> child = processes.start("app", () -> {
            for (String piece : new String[] {"port ", "8", "0", "8", "0"}) {
                System.out.print(piece);
                System.out.flush();
                Thread.yield();
            }
        });

        assertThat(child.awaitOutput(PORT).group(1)).isEqualTo("8080");
    }

    @MultiProcessTest
    void manyLinesAreWritten_noneIsMissed(Processes processes) {
        ChildProcess<Void> child = processes.start("app", () -> {
            for (int line = 0; line < 100_000; line++) {
                System.out.println(line == 50_000 ? "port 8080" : "line " + line);
            }
        });

        assertThat(child.awaitOutput(PORT).group(1)).isEqualTo("8080");
        child.join();
        assertThat(child.output()).hasSize(10_000).doesNotContain("port 8080");
        assertThatExceptionOfType(ChildFailedException.class).isThrownBy(() -> child.awaitOutput(PORT));
    }

    @MultiProcessTest
    void lineIsVeryLong_matchInItsMiddleIsFound(Processes processes) {
        ChildProcess<Void> child = processes.start(
                "app", () -> System.out.println("x".repeat(500_000) + " port 8080 " + "x".repeat(500_000)));

        assertThat(child.awaitOutput(PORT).group(1)).isEqualTo("8080");
    }

    @MultiProcessTest
    void childWaitsForOutputOfAnother_getsTheMatch(Processes processes) {
        ChildProcess<Void> app = processes.start("app", () -> {
            System.out.println("port 8080");
            System.out.println("done");
        });

        assertThat(processes
                        .start("client", () -> {
                            MatchResult port = app.awaitOutput(PORT);
                            boolean other = app.awaitOutput(Pattern.compile("DONE", Pattern.CASE_INSENSITIVE), LONG)
                                    .isPresent();
                            return port.group(1) + port.group(2) + port.start(1) + other + failure(app);
                        })
                        .result())
                .isEqualTo("8080null5trueapp exited without it");
    }

    private static String failure(ChildProcess<?> app) {
        try {
            return app.awaitOutput(Pattern.compile("never")).group();
        } catch (ChildFailedException e) {
            return e.childName() + " exited without it";
        }
    }

    // ---- not found

    @Test
    void childEndsWithoutIt_failsAtOnceWithItsLastLines() {
        assertThat(run(UnwrittenTestCases.class, "exiting"))
                .hasOneFailure()
                .isOfChild("app", End.EXITED)
                .saysExactly(
                        "child 'app' (pid <pid>) was expected to write a line with a match of"
                                + " 'port (?<port>\\d+)( open)?', but exited with code 3 before its task returned",
                        "  test         : AwaitOutputTests$UnwrittenTestCases.exiting",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  exit called  : at dev.multiprocess.AwaitOutputTests$UnwrittenTestCases"
                                + ".lambda$exiting(AwaitOutputTests.java)",
                        "  last output  : no port",
                        "  all output   : <output>/dev.multiprocess.AwaitOutputTests$UnwrittenTestCases/exiting/app.txt");
    }

    @Test
    void taskThrows_failsWithItsException() {
        assertThat(run(UnwrittenTestCases.class, "throwing"))
                .hasOneFailure()
                .hasMessage("port in use")
                .tells("child 'app' (pid <pid>) was expected to write a line with a match of"
                        + " 'port (?<port>\\d+)( open)?', but failed: java.lang.IllegalStateException: port in use\n");
    }

    @Test
    void testCatchesTheFailure_doesNotFailAgain() {
        assertThat(run(UnwrittenTestCases.class, "caught")).passes();
    }

    @MultiProcessTest
    void childIsKilled_waitEnds(Processes processes) {
        ChildProcess<Void> child = processes.start("app", Children::waitForEver);
        ChildProcess<Void> killer = processes.start("killer", child::kill);

        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(() -> child.awaitOutput(PORT))
                .satisfies(failure -> assertThat(FailureAssert.normalized(failure.getMessage()))
                        .contains("'port (?<port>\\d+)( open)?', but was killed by SIGKILL (exit code 137)\n"));
        killer.join();
    }

    @MultiProcessTest
    void childIsNotUpInTime_failureSaysSo(Processes processes) {
        assertThat(run(UnwrittenTestCases.class, "late"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("did not begin its task within the start timeout of 10 ms");
    }

    @MultiProcessTest
    void timeoutPasses_nothingIsFound(Processes processes) {
        ChildProcess<Void> child = processes.with(o -> o.daemon(true)).start("app", Children::waitForEver);

        assertThat(child.awaitOutput(PORT, Duration.ZERO)).isEmpty();
        assertThat(child.awaitOutput(PORT, Duration.ofMillis(-1))).isEmpty();
        assertThat(child.awaitOutput(PORT, Duration.ofMillis(100))).isEmpty();
        assertThat(child.isAlive()).isTrue();
        assertThatNullPointerException()
                .isThrownBy(() -> child.awaitOutput(null))
                .withMessage("the pattern must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> child.awaitOutput(PORT, null))
                .withMessage("the timeout must not be null");
    }

    @MultiProcessTest
    void waitIsInterrupted_saysWhatItWaitedFor(Processes processes) {
        ChildProcess<Void> child = processes.with(o -> o.daemon(true)).start("app", Children::waitForEver);

        Thread.currentThread().interrupt();
        assertThatExceptionOfType(ProcessInterruptedException.class)
                .isThrownBy(() -> child.awaitOutput(Pattern.compile("up")))
                .withMessage("interrupted while waiting for child 'app' to write a line with a match of 'up'");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void deadlinePasses_failureSaysWhatTheTestWaitedFor() {
        assertThat(run(UnwrittenTestCases.class, "tooLate"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining(
                        "  test JVM     : waits for child 'app' to write a line with a match of 'up' (for ");
    }

    @Test
    void childWaitsForTheTest_isADeadlock() {
        assertThat(run(UnwrittenTestCases.class, "deadlock"))
                .hasOneFailure()
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining("test JVM waits for child 'app' to write a line with a match of 'up'\n");
    }

    @MultiProcessTest
    void childPromptsAndWaitsForTheTest_isNoDeadlock(Processes processes, ProcessQueue<String> answers)
            throws InterruptedException {
        ChildProcess<String> child = processes.start("app", () -> {
            System.out.print("Your name");
            System.out.flush();
            return answers.take();
        });

        child.awaitOutput(Pattern.compile("Your name.*"));
        answers.put("me");
        assertThat(child.result()).isEqualTo("me");
    }

    @MultiProcessTest
    void patternNeedsTooMuchStack_failsTheCall(Processes processes) {
        ChildProcess<Void> child = processes.start("app", () -> {
            System.out.println("a".repeat(16_000));
            System.out.println("up");
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> child.awaitOutput(Pattern.compile("(a|b)*c")))
                .withMessage("the pattern '(a|b)*c' cannot be applied to a line of the output")
                .withCauseInstanceOf(StackOverflowError.class);
        assertThat(child.awaitOutput(Pattern.compile("up")).group()).isEqualTo("up");
    }

    @MultiProcess(timeout = "20s")
    static class UnwrittenTestCases {

        @Test
        void exiting(Processes processes) {
            processes
                    .start("app", () -> {
                        System.out.println("no port");
                        System.exit(3);
                    })
                    .awaitOutput(PORT);
        }

        @Test
        void throwing(Processes processes) {
            processes
                    .start("app", () -> {
                        throw new IllegalStateException("port in use");
                    })
                    .awaitOutput(PORT);
        }

        @Test
        void caught(Processes processes) {
            ChildProcess<Void> child = processes.start("app", () -> System.exit(3));
            assertThatExceptionOfType(ChildFailedException.class).isThrownBy(() -> child.awaitOutput(PORT, LONG));
        }

        @Test
        @MultiProcess(startTimeout = "10ms")
        void late(Processes processes) {
            processes.start("app", Children::waitForEver).awaitOutput(PORT);
        }

        @Test
        @MultiProcess(timeout = "2s")
        void tooLate(Processes processes) {
            processes
                    .start("app", () -> {
                        while (true) {
                            Thread.onSpinWait();
                        }
                    })
                    .awaitOutput(Pattern.compile("up"));
        }

        @Test
        void deadlock(Processes processes, ProcessQueue<String> orders) {
            processes
                    .start("app", () -> {
                        System.out.println("waiting for orders");
                        return orders.take();
                    })
                    .awaitOutput(Pattern.compile("up"));
        }
    }
}
