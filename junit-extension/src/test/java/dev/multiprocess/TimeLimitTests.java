package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.kit.Children;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interrupts of a child's task, by the test and by limits. */
@Tag("fork")
@Timeout(60)
class TimeLimitTests {

    private static final String TESTS = "TimeLimitTests$LimitTestCases.";

    // ---- interrupt

    @MultiProcessTest
    void taskIsInterrupted_itCleansUpAndReturns(Processes processes, ProcessQueue<String> events) throws Exception {
        ChildProcess<String> child = processes.start("tidy", () -> {
            try {
                events.put("begun");
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException e) {
                return "tidied, flag " + Thread.currentThread().isInterrupted();
            }
        });
        events.take();
        child.interrupt();
        assertThat(child.result()).isEqualTo("tidied, flag false");
        child.interrupt();
    }

    @MultiProcessTest
    void interruptEndsTheTask_isNoFailure(Processes processes) {
        ChildProcess<Void> child = processes.start("untidy", () -> new CountDownLatch(1).await());
        child.awaitRunning();
        child.interrupt();
        child.join();
        assertThat(child.awaitExit().end()).isEqualTo(End.FAILED);
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(child::result)
                .withCauseInstanceOf(InterruptedException.class)
                .withMessageContaining("failed: java.lang.InterruptedException");
    }

    @MultiProcessTest
    void waitOnAQueueIsInterrupted_isNoFailure(Processes processes, ProcessQueue<String> never) {
        ChildProcess<String> child =
                processes.start("reader", () -> never.reader().take().orElse("end"));
        child.awaitRunning();
        child.interrupt();
        child.join();
        assertThatExceptionOfType(ChildFailedException.class)
                .isThrownBy(child::result)
                .withCauseInstanceOf(ProcessInterruptedException.class);
    }

    @MultiProcessTest
    void interruptBeforeTheTaskBegins_itBeginsInterrupted(Processes processes) {
        ChildProcess<Boolean> child = processes.start("early", Thread::interrupted);
        child.interrupt();
        assertThat(child.result()).isTrue();
    }

    @MultiProcessTest
    void unnoticedInterrupt_doesNotHarmWhatFollows(Processes processes, ProcessQueue<Integer> numbers) {
        ChildProcess<Integer> child = processes.start("deaf", () -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return numbers.size();
        });
        child.awaitRunning();
        child.interrupt();
        assertThat(child.result()).isZero();
    }

    @MultiProcessTest
    void groupIsInterrupted_allAre(Processes processes) {
        ProcessGroup<String> group = processes.start(2, "pair", () -> {
            try {
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException e) {
                return "interrupted";
            }
        });
        group.interrupt();
        assertThat(group.results()).containsExactly("interrupted", "interrupted");
    }

    @Test
    void otherExceptionAfterAnInterrupt_failsTheTest() {
        assertThat(run(LimitTestCases.class, "throwing")).hasOneFailure().hasMessage("could not tidy up");
    }

    // ---- limits

    @MultiProcessTest
    void taskEndsWithinItsLimits_nothingHappens(Processes processes) {
        assertThat(processes
                        .with(o -> o.softLimit(Duration.ofSeconds(20)).hardLimit(Duration.ofSeconds(21)))
                        .start("quick", () -> 1)
                        .result())
                .isEqualTo(1);
    }

    @MultiProcessTest
    void softLimitPasses_aTaskThatReturnsHasEndedWell(Processes processes) {
        ChildProcess<String> child = processes
                .with(o -> o.softLimit(Duration.ofMillis(300)).hardLimit(Duration.ofSeconds(20)))
                .start("tidy", () -> {
                    try {
                        new CountDownLatch(1).await();
                        return "never";
                    } catch (InterruptedException e) {
                        return "tidied";
                    }
                });
        assertThat(child.result()).isEqualTo("tidied");
    }

    @Test
    void softLimitEndsTheTask_failureTellsWhatItDid() {
        assertThat(run(LimitTestCases.class, "soft"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasCauseInstanceOf(InterruptedException.class)
                .satisfies(failure -> {
                    assertThat(((ChildTimeoutException) failure).limit()).isEqualTo(Duration.ofMillis(1_500));
                    assertThat(((ChildTimeoutException) failure).childNames()).containsExactly("slow");
                })
                .saysExactly(
                        "child 'slow' (pid <pid>) was still in its task at its soft limit of 1500 ms,"
                                + " was interrupted, and failed: java.lang.InterruptedException",
                        "  test         : " + TESTS + "soft",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  doing        : main thread WAITING",
                        "                 at dev.multiprocess.TimeLimitTests$LimitTestCases.idle(TimeLimitTests.java)",
                        "                 at dev.multiprocess.TimeLimitTests$LimitTestCases"
                                + ".lambda$soft(TimeLimitTests.java)",
                        "  output       : none");
    }

    @Test
    void hardLimitPasses_childIsKilledAndFailureTellsWhatItDid() {
        assertThat(run(LimitTestCases.class, "hard"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasNoCause()
                .saysExactly(
                        "child 'stuck' (pid <pid>) was still in its task at its hard limit of 2500 ms and was killed",
                        "  test         : " + TESTS + "hard",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  doing        : main thread WAITING",
                        "                 at dev.multiprocess.TimeLimitTests$LimitTestCases.ignore(TimeLimitTests.java)",
                        "                 at dev.multiprocess.TimeLimitTests$LimitTestCases"
                                + ".lambda$hard(TimeLimitTests.java)",
                        "  soft limit   : interrupted after 1 s, which did not end it",
                        "  output       : none");
    }

    @Test
    void joinAtTheHardLimit_throws() {
        assertThat(run(LimitTestCases.class, "joining")).passes();
    }

    @Test
    void killExpected_hardLimitIsAFailureAllTheSame() {
        assertThat(run(LimitTestCases.class, "expectingAKill"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("at its hard limit of 300 ms");
    }

    @Test
    void pausedChild_isKilledAtTheHardLimit() {
        assertThat(run(LimitTestCases.class, "paused"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("at its hard limit of 3 s and was killed")
                .hasMessageContaining(" is paused and cannot tell its threads");
    }

    @Test
    void taskIsOver_limitsAreToo() {
        assertThat(run(LimitTestCases.class, "lingering"))
                .hasOneFailure()
                .isOfChild("lingerer", End.KILLED)
                .hasMessageContaining("returned, but its JVM did not end within 6 s");
    }

    @MultiProcessTest
    void limitsThatAreNotAllowed_areRefused(Processes processes) {
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(() -> processes.with(o -> o.softLimit(Duration.ZERO)))
                .withMessage("softLimit must be more than zero: softLimit=PT0S");
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(() -> processes.with(o -> o.hardLimit(Duration.ofSeconds(-1))))
                .withMessage("hardLimit must be more than zero: hardLimit=PT-1S");
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(() ->
                        processes.with(o -> o.hardLimit(Duration.ofSeconds(1)).softLimit(Duration.ofSeconds(1))))
                .withMessage("softLimit must be less than hardLimit: softLimit=PT1S, hardLimit=PT1S");
    }

    @MultiProcessTest
    void bothLimitsAreChangedLater_countInAnyOrder(Processes processes) {
        Processes limited =
                processes.with(o -> o.softLimit(Duration.ofMillis(500)).hardLimit(Duration.ofSeconds(1)));
        Processes more = limited.with(o -> o.softLimit(Duration.ofSeconds(10)).hardLimit(Duration.ofSeconds(20)));
        Processes less = more.with(o -> o.hardLimit(Duration.ofSeconds(5)).softLimit(Duration.ofSeconds(4)));

        assertThat(less.start(() -> 1).result()).isEqualTo(1);
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(() -> limited.with(o -> o.softLimit(Duration.ofSeconds(10))))
                .withMessage("softLimit must be less than hardLimit: softLimit=PT10S, hardLimit=PT1S");
    }

    @Test
    void limitsAreTakenAwayOrTooLongToCount_taskHasNone() {
        ProcessOptions limited =
                ProcessOptions.defaults().softLimit(Duration.ofSeconds(1)).hardLimit(Duration.ofSeconds(2));

        assertThat(List.of(
                        limited.withoutLimits(),
                        limited.softLimit(ChronoUnit.FOREVER.getDuration()).hardLimit(Duration.ofDays(200_000))))
                .allSatisfy(options -> {
                    assertThat(options.softLimit()).isEmpty();
                    assertThat(options.hardLimit()).isEmpty();
                });
    }

    @MultiProcessTest
    void limitNoClockCanCount_childRunsToItsEnd(Processes processes, ProcessQueue<Integer> queue)
            throws InterruptedException {
        ChildProcess<Integer> child = processes
                .with(o -> o.hardLimit(Duration.ofDays(200_000)).softLimit(Duration.ofDays(106_000)))
                .start(queue::take);
        queue.put(1);

        assertThat(child.result()).isEqualTo(1);
    }

    @MultiProcess(timeout = "20s")
    static class LimitTestCases {

        private static void idle() throws InterruptedException {
            new CountDownLatch(1).await();
        }

        private static void ignore() {
            while (true) {
                LockSupport.park();
                Thread.interrupted();
            }
        }

        @Test
        void throwing(Processes processes) {
            ChildProcess<Void> child = processes.start("untidy", () -> {
                try {
                    idle();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("could not tidy up");
                }
            });
            child.awaitRunning();
            child.interrupt();
        }

        @Test
        void soft(Processes processes) {
            processes.with(o -> o.softLimit(Duration.ofMillis(1_500))).start("slow", () -> idle());
        }

        @Test
        void hard(Processes processes) {
            processes
                    .with(o -> o.softLimit(Duration.ofSeconds(1)).hardLimit(Duration.ofMillis(2_500)))
                    .start("stuck", () -> ignore());
        }

        @Test
        void joining(Processes processes) {
            ChildProcess<Void> child =
                    processes.with(o -> o.hardLimit(Duration.ofMillis(300))).start("stuck", () -> ignore());
            assertThatExceptionOfType(ChildTimeoutException.class)
                    .isThrownBy(() -> child.join(Duration.ofSeconds(15)))
                    .withMessageContaining("hard limit");
        }

        @Test
        void expectingAKill(Processes processes) {
            processes
                    .with(o -> o.hardLimit(Duration.ofMillis(300)))
                    .start("stuck", () -> ignore())
                    .expectKilled();
        }

        @Test
        void paused(Processes processes, ProcessQueue<String> events) throws InterruptedException {
            ChildProcess<Void> child = processes
                    .with(o -> o.hardLimit(Duration.ofSeconds(3)))
                    .start("frozen", () -> {
                        events.put("begun");
                        Children.waitForEver();
                    });
            assertThat(events.poll(15, TimeUnit.SECONDS)).isNotNull();
            child.pause();
        }

        @Test
        @MultiProcess(timeout = "20s", stopGrace = "6s")
        void lingering(Processes processes) {
            processes
                    .with(o -> o.softLimit(Duration.ofSeconds(4)).hardLimit(Duration.ofSeconds(5)))
                    .start("lingerer", () -> new Thread(Children::waitForEver).start());
        }
    }
}
