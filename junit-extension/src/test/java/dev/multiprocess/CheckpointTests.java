package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes stop, continue and die at the points that they pass (C1). */
@Tag("fork")
@Timeout(60)
class CheckpointTests {

    private static void append(Path file, String line) throws Exception {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<String> lines(Path file) throws Exception {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    // ---- holding

    @MultiProcessTest(timeout = "30s")
    void pointIsHeld_processStandsExactlyThere(Processes processes, Checkpoints checkpoints, @TempDir Path directory)
            throws Exception {
        String file = directory.resolve("file").toString();
        checkpoints.hold("written");
        ChildProcess<Void> writer = processes.start("writer", () -> {
            append(Path.of(file), "before");
            checkpoints.reach("written");
            append(Path.of(file), "after");
        });

        checkpoints.await("written");
        assertThat(lines(Path.of(file))).containsExactly("before");
        assertThat(writer.isAlive()).isTrue();

        writer.kill();
        assertThat(lines(Path.of(file))).containsExactly("before");
        assertThat(checkpoints.counts()).containsExactly(Map.entry("written", 1L));
    }

    @MultiProcessTest(timeout = "30s")
    void pointIsReleased_allWhoStandThereContinue(Processes processes, Checkpoints checkpoints) {
        checkpoints.hold("x");
        ProcessGroup<Integer> group = processes.start(3, "p", index -> {
            checkpoints.reach("x");
            return index;
        });
        checkpoints.await("x", 3);
        assertThat(group.children()).allMatch(ChildProcess::isAlive);

        checkpoints.release("x");
        assertThat(group.results()).containsExactly(0, 1, 2);
    }

    @MultiProcessTest(timeout = "30s")
    void pointsAreHeldOneAfterTheOther_processGoesStepByStep(
            Processes processes, Checkpoints checkpoints, ProcessQueue<Integer> passed) throws InterruptedException {
        checkpoints.hold("x-0");
        processes.start("p", () -> {
            for (int i = 0; i < 4; i++) {
                checkpoints.reach("x-" + i);
                passed.put(i);
            }
        });
        for (int i = 0; i < 3; i++) {
            checkpoints.await("x-" + i);
            assertThat(passed.poll()).isNull();
            checkpoints.hold("x-" + (i + 1));
            checkpoints.release("x-" + i);
            assertThat(passed.take()).isEqualTo(i);
        }
        checkpoints.release("x-3");
    }

    @MultiProcessTest(timeout = "60s")
    void pointIsNotWatched_itsCostIsPrinted(Processes processes, Checkpoints checkpoints) {
        int times = 5_000_000;
        long[] nanos = processes
                .start(2, "p", index -> {
                    long best = Long.MAX_VALUE;
                    for (int round = 0; round < 5; round++) {
                        long begin = System.nanoTime();
                        for (int i = 0; i < times / 5; i++) {
                            checkpoints.reach("x");
                        }
                        best = Math.min(best, System.nanoTime() - begin);
                    }
                    return best;
                })
                .results()
                .stream()
                .mapToLong(Long::longValue)
                .toArray();
        System.out.println("reach of a point that is not watched, two processes at once: "
                + 5 * nanos[0] / (times / 1_000) / 1_000.0 + " ns, " + 5 * nanos[1] / (times / 1_000) / 1_000.0
                + " ns");
        assertThat(checkpoints.counts()).containsExactly(Map.entry("x", 2L * times));
    }

    @MultiProcessTest(timeout = "30s")
    void childrenHoldReleaseAndAwait_asTheTestJvmDoes(Processes processes, ProcessQueue<String> events)
            throws InterruptedException {
        ChildProcess<Void> driver = processes.start("driver", () -> {
            Checkpoints points = processes.checkpoints();
            points.hold("x");
            events.put("held");
            points.await("x");
            events.put("stands");
            if (points.await("x", 2, Duration.ofMillis(1))) {
                throw new AssertionError("reached by " + points.counts());
            }
            points.release("x");
        });
        assertThat(events.take()).isEqualTo("held");

        processes.checkpoints().reach("x");

        assertThat(events.take()).isEqualTo("stands");
        driver.join();
        assertThat(processes.checkpoints().counts()).containsExactly(Map.entry("x", 1L));
    }

    @MultiProcessTest(timeout = "30s")
    void threadsOfOneProcess_standApart(Processes processes, Checkpoints checkpoints) {
        checkpoints.hold("a");
        ChildProcess<Void> child = processes.start("p", () -> {
            Thread other = new Thread(() -> checkpoints.reach("a"));
            other.start();
            checkpoints.reach("b");
            other.join();
        });
        checkpoints.await("a");
        checkpoints.await("b");
        checkpoints.release("a");
        child.join();
    }

    @MultiProcessTest(timeout = "30s")
    void handlesCross_andStandForTheSame(
            Processes processes, Checkpoints checkpoints, ProcessQueue<Checkpoints> handles)
            throws InterruptedException {
        handles.put(checkpoints);
        Checkpoints returned = processes
                .start("p", () -> {
                    Checkpoints taken = handles.take();
                    taken.reach("x");
                    if (!taken.equals(processes.checkpoints())) {
                        throw new AssertionError("another one");
                    }
                    return taken;
                })
                .result();
        assertThat(returned).isEqualTo(checkpoints).isEqualTo(processes.checkpoints());
        assertThat(returned.counts()).containsExactly(Map.entry("x", 1L));
    }

    @MultiProcessTest(timeout = "30s")
    void awaitIsTimed_falseWhenTheTimePasses(Processes processes, Checkpoints checkpoints) {
        checkpoints.hold("x");
        processes.with(o -> o.daemon(true)).start("p", () -> checkpoints.reach("x"));
        checkpoints.await("x");
        assertThat(checkpoints.await("x", Duration.ofSeconds(-1))).isTrue();
        assertThat(checkpoints.await("x", 2, Duration.ofMillis(1))).isFalse();
        assertThat(checkpoints.await("y", Duration.ZERO)).isFalse();
        assertThat(checkpoints.await("x", 1, Duration.ofSeconds(Long.MAX_VALUE)))
                .isTrue();
    }

    // ---- killing

    @MultiProcessTest(timeout = "30s")
    void killAtTheNthTime_killsExactlyThere(Processes processes, Checkpoints checkpoints, @TempDir Path directory)
            throws Exception {
        String file = directory.resolve("file").toString();
        checkpoints.kill("written", 3);
        ChildProcess<Void> writer = processes.start("writer", () -> {
            for (int i = 1; i <= 5; i++) {
                append(Path.of(file), "before " + i);
                checkpoints.reach("written");
                append(Path.of(file), "after " + i);
            }
        });

        assertThat(writer.awaitExit().end()).isEqualTo(ExitStatus.End.KILLED);
        assertThat(lines(Path.of(file))).containsExactly("before 1", "after 1", "before 2", "after 2", "before 3");
        assertThat(checkpoints.counts()).containsExactly(Map.entry("written", 3L));
    }

    @MultiProcessTest(timeout = "30s")
    void nthTimeIsCountedOverAllProcesses(Processes processes, Checkpoints checkpoints) {
        checkpoints.kill("x", 40);
        ProcessGroup<Void> group = processes.startEach(4, "p", index -> {
            for (int i = 0; i < 25; i++) {
                checkpoints.reach("x");
            }
        });
        List<ExitStatus.End> ends =
                group.children().stream().map(child -> child.awaitExit().end()).toList();
        assertThat(ends).containsOnlyOnce(ExitStatus.End.KILLED);
        assertThat(ends.stream().filter(end -> end == ExitStatus.End.FINISHED)).hasSize(3);
        assertThat(checkpoints.counts().get("x")).isBetween(76L, 100L);
    }

    @MultiProcessTest(timeout = "30s")
    void killOfATimeThatIsPast_isRefused(Processes processes, Checkpoints checkpoints) {
        processes
                .start("p", () -> {
                    checkpoints.reach("x");
                    checkpoints.reach("x");
                })
                .join();
        assertThatIllegalStateException()
                .isThrownBy(() -> checkpoints.kill("x", 2))
                .withMessage("checkpoint 'x' cannot kill the process that reaches it for time 2: it has been reached 2"
                        + " times");
        checkpoints.kill("x", 3);
        assertThat(processes
                        .start("p", () -> checkpoints.reach("x"))
                        .awaitExit()
                        .end())
                .isEqualTo(ExitStatus.End.KILLED);
    }

    @MultiProcessTest(timeout = "30s")
    void testJvmIsToBeKilled_reachThrows(Checkpoints checkpoints) {
        checkpoints.kill("x", 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> checkpoints.reach("x"))
                .withMessage(
                        "checkpoint 'x' was to kill the process that reaches it for time 1, which is the test JVM");
        checkpoints.reach("x");
    }

    @MultiProcessTest(timeout = "30s")
    void threadIsInterrupted_pointsThatNeedNotBeWaitedAtAreReached(Checkpoints checkpoints, Processes processes)
            throws InterruptedException {
        checkpoints.kill("x", 5);
        processes
                .start("p", () -> {
                    Thread.currentThread().interrupt();
                    checkpoints.reach("free");
                    checkpoints.reach("x");
                    if (!Thread.interrupted()) {
                        throw new AssertionError("no longer interrupted");
                    }
                })
                .join();
        assertThat(checkpoints.counts()).containsEntry("x", 1L);
    }

    // ---- interrupts

    @MultiProcessTest(timeout = "30s")
    void childIsInterruptedWhereItStands_nothingIsLeft(Processes processes, Checkpoints checkpoints) {
        checkpoints.hold("x");
        ChildProcess<String> child = processes.start("p", () -> {
            try {
                checkpoints.reach("x");
                return "passed";
            } catch (ProcessInterruptedException e) {
                return e.getMessage() + ", " + Thread.interrupted();
            }
        });
        checkpoints.await("x");
        child.interrupt();
        assertThat(child.result()).isEqualTo("interrupted at checkpoint 'x', true");
        assertThat(checkpoints.await("x", Duration.ZERO)).as("stands there").isFalse();
    }

    // ---- deaths

    @MultiProcessTest(timeout = "30s")
    void processDiesWhereItStands_pointIsHeldForOthers(Processes processes, Checkpoints checkpoints) {
        checkpoints.hold("x");
        ChildProcess<Void> first = processes.start("first", () -> checkpoints.reach("x"));
        checkpoints.await("x");
        first.kill();
        assertThat(checkpoints.await("x", Duration.ZERO)).as("stands there").isFalse();

        ChildProcess<Void> second = processes.start("second", () -> checkpoints.reach("x"));
        checkpoints.await("x");
        checkpoints.release("x");
        second.join();
    }

    @MultiProcessTest(timeout = "30s")
    @EnabledOnOs(OS.LINUX)
    void processIsPausedWhereItStands_continuesWhenResumed(Processes processes, Checkpoints checkpoints) {
        checkpoints.hold("x");
        ChildProcess<Void> child = processes.start("p", () -> checkpoints.reach("x"));
        checkpoints.await("x");
        child.pause();
        checkpoints.release("x");
        assertThat(child.join(Duration.ofMillis(50))).isFalse();
        child.resume();
        child.join();
    }

    @MultiProcessTest(timeout = "30s")
    @EnabledOnOs(OS.LINUX)
    void processIsPausedWhereItStands_canBeKilled(Processes processes, Checkpoints checkpoints) {
        checkpoints.hold("x");
        ChildProcess<Void> child = processes.start("p", () -> checkpoints.reach("x"));
        checkpoints.await("x");
        child.pause();
        child.kill();
        assertThat(checkpoints.await("x", Duration.ZERO)).isFalse();
    }

    @MultiProcessTest(timeout = "30s")
    void allChildrenHaveEnded_awaitFailsAtOnce(Processes processes, Checkpoints checkpoints) {
        processes.start("p", () -> checkpoints.reach("x"));
        ChildProcess<Void> killed = processes.start("q", () -> checkpoints.reach("y"));
        checkpoints.hold("y");
        assertThatIllegalStateException()
                .isThrownBy(() -> {
                    checkpoints.await("y");
                    killed.kill();
                    checkpoints.await("z");
                })
                .withMessageMatching("checkpoint 'z' cannot be reached any more, since all children of test"
                        + " CheckpointTests.allChildrenHaveEnded_awaitFailsAtOnce have ended: it was reached 0 times;"
                        + " child 'p' finished.*, child 'q' was killed by SIGKILL.*");
        assertThatIllegalStateException()
                .isThrownBy(() -> checkpoints.await("x", 2))
                .withMessageStartingWith("checkpoint 'x' cannot be reached for time 2 any more");
    }

    // ---- what is refused

    @MultiProcessTest(timeout = "30s")
    void namesThatAreNone_areRefusedInEveryProcess(Checkpoints checkpoints, Processes processes) {
        assertThatNullPointerException()
                .isThrownBy(() -> checkpoints.reach(null))
                .withMessage("the name of a checkpoint must not be null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> checkpoints.hold(""))
                .withMessage("the name of a checkpoint must not be blank: name=''");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> checkpoints.await("x", 0))
                .withMessage("the number of times that checkpoint 'x' is to be reached must be at least 1: times=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> checkpoints.order())
                .withMessage("an order must have at least one checkpoint: there is none");
        assertThat(processes
                        .start("p", () -> {
                            try {
                                checkpoints.reach("x".repeat(201));
                                return "reached";
                            } catch (IllegalArgumentException e) {
                                return e.getMessage();
                            }
                        })
                        .result())
                .endsWith("...' has 201");
        assertThatIllegalStateException()
                .isThrownBy(() -> checkpoints.release("x"))
                .withMessage("checkpoint 'x' cannot be released: it is not held");
        assertThat(checkpoints.counts()).isEmpty();
    }

    @MultiProcessTest(timeout = "30s")
    void moreNamesThanThereIsRoomFor_areRefused(Checkpoints checkpoints, Processes processes) {
        processes
                .start("p", () -> {
                    for (int i = 0; i < Checkpoints.MOST_POINTS; i++) {
                        checkpoints.reach("point " + i);
                    }
                })
                .join();
        assertThatIllegalStateException()
                .isThrownBy(() -> checkpoints.reach("one more"))
                .withMessage("test CheckpointTests.moreNamesThanThereIsRoomFor_areRefused must have at most 1024"
                        + " checkpoints: 'one more' would be one more");
        checkpoints.reach("point 1023");
        assertThat(checkpoints.counts())
                .hasSize(1_024)
                .containsEntry("point 0", 1L)
                .containsEntry("point 1023", 2L);
    }

    // ---- scopes

    @Nested
    @MultiProcess(timeout = "30s")
    class OfAClassTests {

        private static Checkpoints shared;

        @BeforeAll
        static void begin(Checkpoints checkpoints, Processes processes) {
            shared = checkpoints;
            processes.with(o -> o.daemon(true)).start("server", () -> {
                checkpoints.reach("up");
                new java.util.concurrent.CountDownLatch(1).await();
            });
        }

        @Test
        void pointsOfTheClass_areNotThoseOfTheTest(Checkpoints own, Processes processes) {
            Checkpoints around = shared;
            around.await("up");
            assertThat(own).isNotEqualTo(around).isEqualTo(processes.checkpoints());
            processes
                    .start("p", () -> {
                        own.reach("own");
                        around.reach("shared");
                    })
                    .join();
            assertThat(own.counts()).containsOnlyKeys("own");
            assertThat(around.counts()).containsEntry("shared", 1L);
        }
    }

    @Test
    void afterTheTest_nothingCanBeReached() {
        assertThat(run(EndedTestCases.class)).passes();
        assertThatIllegalStateException()
                .isThrownBy(() -> EndedTestCases.kept.reach("x"))
                .withMessageContaining("ended with");
        assertThatIllegalStateException().isThrownBy(() -> EndedTestCases.kept.reach("new"));
        assertThatIllegalStateException().isThrownBy(() -> EndedTestCases.kept.hold("x"));
        assertThatIllegalStateException().isThrownBy(() -> EndedTestCases.kept.counts());
    }

    @MultiProcess(timeout = "30s")
    static class EndedTestCases {

        private static Checkpoints kept;

        @Test
        void keeps(Checkpoints checkpoints) {
            kept = checkpoints;
            checkpoints.reach("x");
        }
    }

    @Test
    void threadOfTheTestJvmWaitsWhenTheTestEnds_itsWaitEnds() throws Exception {
        assertThat(run(WaitingThreadTestCases.class)).passes();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> WaitingThreadTestCases.standing.get(10, TimeUnit.SECONDS))
                .withMessageContaining("have ended with it");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> WaitingThreadTestCases.awaiting.get(10, TimeUnit.SECONDS))
                .withMessageContaining("have ended with it");
    }

    @MultiProcess(timeout = "30s")
    static class WaitingThreadTestCases {

        private static java.util.concurrent.CompletableFuture<Void> standing;
        private static java.util.concurrent.CompletableFuture<Void> awaiting;

        @Test
        void leavesThreads(Checkpoints checkpoints) {
            checkpoints.hold("x");
            standing = java.util.concurrent.CompletableFuture.runAsync(() -> checkpoints.reach("x"));
            awaiting = java.util.concurrent.CompletableFuture.runAsync(() -> checkpoints.await("never"));
            checkpoints.await("x");
        }
    }

    // ---- failures

    @Test
    void childFailsWhileAPointIsAwaited_testFailsWithIt() {
        assertThat(run(FailingTestCases.class, "awaits")).hasOneFailure().hasMessage("thrown by the child");
    }

    @Test
    void testJoinsAProcessThatStands_deadlockIsReported() {
        assertThat(run(FailingTestCases.class, "joins"))
                .hasOneFailure()
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining("waits for checkpoint 'written' to be released");
    }

    @Test
    void deadlinePassesWhereAProcessStands_failureSaysWhere() {
        assertThat(run(FailingTestCases.class, "isLate"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("waits for checkpoint 'written' to be released");
    }

    @Test
    void deadlinePassesWhileAPointIsAwaited_failureSaysWhich() {
        assertThat(run(FailingTestCases.class, "awaitsForEver"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("waits for checkpoint 'never' to be reached for time 2");
    }

    @MultiProcess(timeout = "20s")
    static class FailingTestCases {

        @Test
        void awaits(Processes processes, Checkpoints checkpoints) {
            processes.start("p", () -> {
                throw new IllegalStateException("thrown by the child");
            });
            processes.with(o -> o.daemon(true)).start("q", dev.multiprocess.kit.Children::waitForEver);
            checkpoints.await("never");
        }

        @Test
        void joins(Processes processes, Checkpoints checkpoints) {
            checkpoints.hold("written");
            processes.start("p", () -> checkpoints.reach("written")).join();
        }

        @Test
        @MultiProcess(timeout = "2s")
        void isLate(Processes processes, Checkpoints checkpoints) {
            checkpoints.hold("written");
            processes.start("p", () -> checkpoints.reach("written"));
            checkpoints.await("written");
            checkpoints.await("written", 2, Duration.ofMinutes(1));
        }

        @Test
        @MultiProcess(timeout = "2s")
        void awaitsForEver(Processes processes, Checkpoints checkpoints) {
            processes.start("p", () -> {
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < 60_000_000_000L) {
                    checkpoints.reach("never stops");
                }
            });
            checkpoints.await("never", 2);
        }
    }
}
