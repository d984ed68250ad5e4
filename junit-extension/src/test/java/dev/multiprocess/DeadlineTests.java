package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.FailureAssert;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What happens when something takes too long. */
@Tag("fork")
@Timeout(60)
class DeadlineTests {

    @Test
    void childHangs_testFailsAtTheDeadlineAndTellsWhoDidWhat() {
        assertThat(run(DeadlineTestCases.class, "childHangs"))
                .hasOneFailure()
                .isInstanceOfSatisfying(ChildTimeoutException.class, failure -> {
                    assertThat(failure.childNames()).containsExactly("hanger");
                    assertThat(failure.limit()).isEqualTo(Duration.ofSeconds(2));
                })
                .saysExactly(
                        "test DeadlineTests$DeadlineTestCases.childHangs was not done within its timeout of 2 s;"
                                + " still running: child 'hanger' (pid <pid>)",
                        "  test JVM     : waits for all children to end (for <time> ms)",
                        "  hanger       : main thread WAITING",
                        "                 at dev.multiprocess.kit.Children.waitForEver(Children.java)",
                        "                 at dev.multiprocess.DeadlineTests$DeadlineTestCases.hang(DeadlineTests.java)",
                        "                 at dev.multiprocess.DeadlineTests$DeadlineTestCases."
                                + "lambda$childHangs(DeadlineTests.java)",
                        "  last output  : about to hang",
                        "  all output   : <output>/dev.multiprocess.DeadlineTests$DeadlineTestCases/childHangs/hanger.txt",
                        "  good         : finished",
                        "  queue        : 'numbers': 1 in it, 1 put, 0 taken, no open writer",
                        "  thread dumps : <output>/dev.multiprocess.DeadlineTests$DeadlineTestCases/childHangs");
        assertThat(DeadlineTestCases.hanger.outputFile().resolveSibling("hanger.threads.txt"))
                .content()
                .contains("\"main\" WAITING", "DeadlineTestCases.hang");
        assertThat(DeadlineTestCases.hanger.outputFile().resolveSibling("test-jvm.threads.txt"))
                .content()
                .contains("internal.scope.TestScope.joinAll");
        assertThat(DeadlineTestCases.hanger.outputFile().resolveSibling("queues.txt"))
                .content()
                .matches("queue 'numbers': 1 in it, 1 put, 0 taken, no open writer\n"
                        + "test JVM, thread '.*', waits for all children to end \\(for \\d+ ms\\)\n");
    }

    @Test
    void testHangsInTake_failsAtTheDeadline() {
        assertThat(run(DeadlineTestCases.class, "testHangsInTake"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasStackTraceContaining("testHangsInTake");
    }

    @Test
    void testHangsInJoin_failsAtTheDeadline() {
        assertThat(run(DeadlineTestCases.class, "testHangsInJoin"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasStackTraceContaining("testHangsInJoin");
    }

    @Test
    void testHangsWithoutAnyChild_failsAtTheDeadline() {
        assertThat(run(DeadlineTestCases.class, "testHangsWithoutAnyChild"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .saysExactly(
                        "test DeadlineTests$DeadlineTestCases.testHangsWithoutAnyChild"
                                + " was not done within its timeout of 1 s",
                        "  test JVM     : its thread WAITING",
                        "  thread dumps : <output>/dev.multiprocess.DeadlineTests$DeadlineTestCases"
                                + "/testHangsWithoutAnyChild")
                .hasStackTraceContaining("testHangsWithoutAnyChild");
    }

    @Test
    void childIsStartedAfterTheDeadline_startThrows() {
        assertThat(run(DeadlineTestCases.class, "startsAfterTheDeadline"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class);
    }

    @Test
    void testThreadIsInterrupted_itsWaitEndsAndChildrenToo() {
        assertThat(run(DeadlineTestCases.class, "interruptsItself"))
                .hasOneFailure()
                .isInstanceOf(ProcessInterruptedException.class)
                .hasMessage("interrupted while waiting for child 'patient' to end");
    }

    @Test
    void jupiterTimeoutInTheSameThread_endsChildren() {
        assertThat(run(JupiterTimeoutTestCases.class, "inSameThread"))
                .tookAtMost(ofSeconds(10))
                .hasOneFailure()
                .isInstanceOf(java.util.concurrent.TimeoutException.class)
                .hasMessageContaining("timed out after 1 second")
                .satisfies(failure -> saysWhatEverybodyDid(failure, "inSameThread"));
    }

    /** As a suppressed exception, and only once. */
    private static void saysWhatEverybodyDid(Throwable failure, String test) {
        List<Throwable> told = Stream.of(failure.getSuppressed())
                .filter(ChildTimeoutException.class::isInstance)
                .toList();
        assertThat(told).hasSize(1);
        assertThat(FailureAssert.normalized(told.get(0).getMessage()))
                .isEqualTo("test DeadlineTests$JupiterTimeoutTestCases." + test + " was ended by JUnit's @Timeout;"
                        + " still running: child 'patient' (pid <pid>)\n"
                        + "  test JVM     : waits for child 'patient' to end (for <time> ms)\n"
                        + "  patient      : main thread WAITING\n"
                        + "                 at dev.multiprocess.kit.Children.waitForEver(Children.java)\n"
                        + "                 at dev.multiprocess.DeadlineTests$JupiterTimeoutTestCases"
                        + ".lambda$startPatient(DeadlineTests.java)\n"
                        + "  output       : none\n"
                        + "  queue        : 'said': 0 in it, 1 put, 1 taken, open for writers: patient\n"
                        + "  thread dumps : <output>/dev.multiprocess.DeadlineTests$JupiterTimeoutTestCases/" + test);
        assertThat(told.get(0)).hasStackTraceContaining(test);
    }

    @Test
    void jupiterTimeoutInASeparateThread_endsChildren() {
        assertThat(run(JupiterTimeoutTestCases.class, "inSeparateThread"))
                .tookAtMost(ofSeconds(10))
                .hasOneFailure()
                .isInstanceOf(java.util.concurrent.TimeoutException.class)
                .hasMessageContaining("timed out after 1 second")
                .satisfies(failure -> saysWhatEverybodyDid(failure, "inSeparateThread"));
    }

    @Test
    void testPassesUnderJupiterTimeoutInASeparateThread() {
        assertThat(run(DeadlineTestCases.class, "inTimeInSeparateThread")).passes();
    }

    @MultiProcess(timeout = "2s", stopGrace = "1s")
    static class DeadlineTestCases {

        private static volatile ChildProcess<?> hanger;

        @Test
        void childHangs(Processes processes, ProcessQueue<Integer> numbers) {
            hanger = processes.start("hanger", () -> hang());
            processes.start("good", () -> numbers.put(1)).join();
        }

        private static void hang() {
            System.out.println("about to hang");
            Children.waitForEver();
        }

        @Test
        void testHangsInTake(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            processes.start("writer", () -> {
                queue.put(1);
                Children.waitForEver();
            });
            queue.take();
            queue.take();
        }

        @Test
        void testHangsInJoin(Processes processes) {
            processes.start("hanger", Children::waitForEver).join();
        }

        @Test
        @MultiProcess(timeout = "1s")
        void testHangsWithoutAnyChild(Processes processes) {
            Children.waitForEver();
        }

        @Test
        @MultiProcess(timeout = "1s")
        void startsAfterTheDeadline(Processes processes) {
            Children.waitForEver();
            processes.start("late", () -> {});
        }

        @Test
        @MultiProcess(timeout = "30s")
        void interruptsItself(Processes processes) {
            ChildProcess<Void> patient = processes.start("patient", Children::waitForEver);
            Thread.currentThread().interrupt();
            patient.join();
        }

        @Test
        @MultiProcess(timeout = "30s")
        @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
        void inTimeInSeparateThread(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            processes.start("writer", () -> queue.put(7));
            assertThat(queue.poll(10, TimeUnit.SECONDS)).isEqualTo(7);
            assertThat(List.copyOf(queue)).isEmpty();
        }
    }

    @MultiProcess(timeout = "30s")
    static class JupiterTimeoutTestCases {

        private ChildProcess<Void> patient;

        /** Before JUnit's clock starts, so that the child waits when it strikes, however long a start takes. */
        @BeforeEach
        void startPatient(Processes processes, ProcessQueue<String> said) throws InterruptedException {
            patient = processes.start("patient", () -> {
                said.put("up");
                Children.waitForEver();
            });
            said.take();
        }

        @Test
        @Timeout(1)
        void inSameThread() {
            patient.join();
        }

        @Test
        @Timeout(value = 1, threadMode = ThreadMode.SEPARATE_THREAD)
        void inSeparateThread() {
            patient.join();
        }
    }
}
