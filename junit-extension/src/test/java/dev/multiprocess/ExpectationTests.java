package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.kit.Children;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test says how a child is to end, and fails if it ends otherwise. */
@Tag("fork")
@Timeout(60)
class ExpectationTests {

    private static final String TESTS = "ExpectationTests$MissedTestCases.";

    // ---- as expected

    @MultiProcessTest
    void expectedCode_isNoFailure(Processes processes) {
        ChildProcess<Void> tool = processes.start("tool", () -> System.exit(3)).expectExit(3);
        tool.join();
        assertThat(tool.join(Duration.ZERO)).isTrue();
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(tool::result)
                .withMessageStartingWith("child 'tool' (pid " + tool.pid()
                        + ") has no result: it exited with code 3 before its task returned\n");
    }

    @MultiProcessTest
    void expectedCodeZero_isThatOfAnyOrderlyEnd(Processes processes) {
        processes.start("returns", () -> {}).expectExit(0);
        processes.start("exits", () -> System.exit(0)).expectExit(0);
        ChildProcess<Void> stopped =
                processes.start("stopped", Children::waitForEver).expectExit(0);
        stopped.awaitRunning();
        stopped.stop();
    }

    @MultiProcessTest
    void codeAfterTheTask_canBeExpected(Processes processes) {
        processes
                .start(
                        "late",
                        () -> Runtime.getRuntime()
                                .addShutdownHook(
                                        new Thread(() -> Runtime.getRuntime().halt(6))))
                .expectExit(6);
    }

    @MultiProcessTest
    void expectationAfterTheEnd_counts(Processes processes) {
        ChildProcess<Void> tool = processes.start("tool", () -> System.exit(3));
        assertThat(tool.awaitExit().code()).isEqualTo(3);
        tool.expectExit(3);
        tool.join();
    }

    @MultiProcessTest
    void latestExpectation_counts(Processes processes) {
        processes
                .start("tool", () -> System.exit(3))
                .expectKilled()
                .expectRunningAtEnd()
                .expectExit(3);
    }

    @MultiProcessTest
    void expectedKill_isThatOfTheTestOrOfOthers(Processes processes) {
        ChildProcess<Void> victim =
                processes.start("victim", Children::waitForEver).expectKilled();
        victim.kill();
        victim.join();
        processes
                .start("suicide", () -> {
                    String pid = String.valueOf(ProcessHandle.current().pid());
                    new ProcessBuilder("sh", "-c", "kill -9 " + pid).start().waitFor();
                    Children.waitForEver();
                })
                .expectKilled();
    }

    @MultiProcessTest
    void childRunsAtTheEnd_itIsStoppedThere(Processes processes) {
        processes.start("server", Children::waitForEver).expectRunningAtEnd();
    }

    @MultiProcessTest
    void groups_haveExpectationsOfAll(Processes processes) {
        processes.start(2, "tool", () -> System.exit(3)).expectExit(3).join();
        ProcessGroup<Void> victims = processes.start(2, "victim", Children::waitForEver);
        victims.expectKilled().kill();
        victims.join();
        processes.start(2, "server", Children::waitForEver).expectRunningAtEnd();
    }

    @MultiProcessTest
    void childSaysWhatIsExpectedOfAnother(Processes processes) {
        ChildProcess<Void> tool = processes.start("tool", Children::waitForEver);
        processes.start("tester", () -> tool.expectKilled().kill()).join();
    }

    // ---- otherwise

    @Test
    void otherCode_failsTheTest() {
        assertThat(run(MissedTestCases.class, "otherCode"))
                .hasOneFailure()
                .isOfChild("tool", End.EXITED)
                .saysExactly(
                        "child 'tool' (pid <pid>) was expected to exit with code 3,"
                                + " but exited with code 4 before its task returned",
                        "  test         : " + TESTS + "otherCode",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  exit called  : at dev.multiprocess.ExpectationTests$MissedTestCases.leave(ExpectationTests.java)",
                        "                 at dev.multiprocess.ExpectationTests$MissedTestCases"
                                + ".lambda$otherCode(ExpectationTests.java)",
                        "  last output  : leaving",
                        "  all output   : <output>/dev.multiprocess.ExpectationTests$MissedTestCases/otherCode/tool.txt");
    }

    @Test
    void taskReturns_failsTheTest() {
        assertThat(run(MissedTestCases.class, "returning"))
                .hasOneFailure()
                .isOfChild("tool", End.FINISHED)
                .hasMessageContaining(" was expected to exit with code 3, but finished\n");
    }

    @Test
    void exceptionWithTheExpectedCode_failsTheTest() {
        assertThat(run(MissedTestCases.class, "throwing"))
                .hasOneFailure()
                .hasMessage("not ready")
                .tells("child 'tool' (pid <pid>) was expected to exit with code 1, but failed:"
                        + " java.lang.IllegalStateException: not ready");
    }

    @Test
    void exitIsAskedFor_expectationCountsAllTheSame() {
        assertThat(run(MissedTestCases.class, "asking"))
                .hasOneFailure()
                .hasMessageContaining(" was expected to exit with code 3, but exited with code 4 ");
    }

    @Test
    void joinTellsTheTest_thatIsItsAffair() {
        assertThat(run(MissedTestCases.class, "joining")).passes();
    }

    @Test
    void killIsExpected_exitFailsTheTest() {
        assertThat(run(MissedTestCases.class, "notKilled"))
                .hasOneFailure()
                .isOfChild("victim", End.FINISHED)
                .hasMessageContaining("child 'victim' (pid ")
                .hasMessageContaining(") was expected to be killed, but finished\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"endingBefore", "stoppingBefore", "killingBefore"})
    void runningIsExpected_anyEarlierEndFailsTheTest(String test) {
        assertThat(run(MissedTestCases.class, test))
                .hasOneFailure()
                .hasMessageContaining("child 'server' (pid ")
                .hasMessageContaining(") was expected to run until the test's end, but ");
    }

    @Test
    void runningIsExpected_endDuringTheJoinFailsTheTestAtOnce() {
        assertThat(run(MissedTestCases.class, "endingWhileOthersAreJoined"))
                .hasOneFailure()
                .isOfChild("server", End.EXITED)
                .hasMessageContaining(" was expected to run until the test's end, but exited with code 9 ");
    }

    @Test
    void testFailsOtherwise_expectationsThatItCutShortAreNotTold() {
        assertThat(run(MissedTestCases.class, "cutShort"))
                .hasOneFailure()
                .hasMessage("not this")
                .isAlone();
        assertThat(run(MissedTestCases.class, "cutShortByTheDeadline"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .isAlone();
    }

    @Test
    void daemonDoesNotExitAsExpected_failsTheTest() {
        assertThat(run(MissedTestCases.class, "daemon"))
                .hasOneFailure()
                .hasMessageContaining(" was expected to exit with code 3, but was stopped ");
    }

    @Test
    void startTimesOut_isNotTheExpectedKill() {
        assertThat(run(MissedTestCases.class, "late"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("start timeout of 10 ms");
    }

    @Test
    void declaredRole_hasAnExpectationThroughItsGroup() {
        assertThat(run(RoleTestCases.class)).passes();
    }

    @MultiProcess(timeout = "20s")
    static class MissedTestCases {

        private static void leave() {
            System.out.println("leaving");
            System.exit(4);
        }

        @Test
        void otherCode(Processes processes) {
            processes.start("tool", () -> leave()).expectExit(3);
        }

        @Test
        void returning(Processes processes) {
            processes.start("tool", () -> {}).expectExit(3);
        }

        @Test
        void throwing(Processes processes) {
            processes
                    .start("tool", () -> {
                        throw new IllegalStateException("not ready");
                    })
                    .expectExit(1);
        }

        @Test
        void asking(Processes processes) {
            processes.start("tool", () -> System.exit(4)).expectExit(3).awaitExit();
        }

        @Test
        void joining(Processes processes) {
            ChildProcess<Void> tool =
                    processes.start("tool", () -> System.exit(4)).expectExit(3);
            assertThatExceptionOfType(ChildFailedException.class)
                    .isThrownBy(tool::join)
                    .withMessageContaining(" was expected to exit with code 3, but exited with code 4 ");
        }

        @Test
        void notKilled(Processes processes) {
            ChildProcess<Void> victim = processes.start("victim", () -> {}).expectKilled();
            victim.onExit().join();
            victim.kill();
        }

        @Test
        void endingBefore(Processes processes) {
            processes.start("server", () -> {}).expectRunningAtEnd().awaitExit();
        }

        @Test
        void stoppingBefore(Processes processes) {
            processes
                    .start("server", Children::waitForEver)
                    .expectRunningAtEnd()
                    .stop();
        }

        @Test
        void killingBefore(Processes processes) {
            processes
                    .start("server", Children::waitForEver)
                    .expectRunningAtEnd()
                    .kill();
        }

        @Test
        void endingWhileOthersAreJoined(Processes processes) {
            processes.start("other", Children::waitForEver);
            processes.start("server", () -> System.exit(9)).expectRunningAtEnd();
        }

        @Test
        void cutShort(Processes processes) {
            processes.start("tool", Children::waitForEver).expectExit(3);
            processes.start("victim", Children::waitForEver).expectKilled();
            processes.start("server", Children::waitForEver).expectRunningAtEnd();
            throw new IllegalStateException("not this");
        }

        @Test
        @MultiProcess(timeout = "2s")
        void cutShortByTheDeadline(Processes processes) {
            processes.start("tool", Children::waitForEver).expectExit(3);
            processes.start("server", Children::waitForEver).expectRunningAtEnd();
        }

        @Test
        void daemon(Processes processes) {
            ChildProcess<Void> daemon = processes
                    .with(o -> o.daemon(true))
                    .start("daemon", Children::waitForEver)
                    .expectExit(3);
            daemon.awaitRunning();
        }

        @Test
        @MultiProcess(startTimeout = "10ms")
        void late(Processes processes) {
            processes.start("server", () -> {}).expectKilled();
        }
    }

    static class RoleTestCases {

        @WriterProcess
        static void write(QueueWriter<Integer> numbers) {
            numbers.put(1);
            Children.waitForEver();
        }

        @MultiProcessTest(timeout = "20s")
        void writerRunsUntilTheEnd(@Role("write") ProcessGroup<Void> writers, ProcessQueue<Integer> numbers)
                throws InterruptedException {
            writers.expectRunningAtEnd();
            assertThat(numbers.take()).isEqualTo(1);
        }
    }
}
