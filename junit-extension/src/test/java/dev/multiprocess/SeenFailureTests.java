package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ExitStatus.End;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which failures of children end a test's waits on queues: those that are unseen when it waits. */
@Tag("fork")
@Timeout(60)
class SeenFailureTests {

    @Test
    void testHasSeenTheExit_laterWaitGetsItsElement() {
        assertThat(run(SeenTestCases.class, "exitIsSeen")).passes();
    }

    @Test
    void testHasCaughtTheFailure_laterWaitGetsItsElement() {
        assertThat(run(SeenTestCases.class, "failureIsCaught")).passes();
    }

    @Test
    void failureIsExpectedAfterwards_laterWaitGetsItsElement() {
        assertThat(run(SeenTestCases.class, "failureIsExpectedAfterwards")).passes();
    }

    @Test
    void oneOfTwoFailuresIsSeen_laterWaitThrowsTheOther() {
        assertThat(run(SeenTestCases.class, "oneOfTwoIsSeen"))
                .hasOneFailure()
                .isOfChild("second", End.EXITED)
                .withExit(4, null);
    }

    @Test
    void queueIsMadeAfterAFailure_waitOnItThrowsTheFailure() {
        assertThat(run(SeenTestCases.class, "queueIsMadeAfterAFailure"))
                .hasOneFailure()
                .isInstanceOf(ChildFailedException.class)
                .isOfChild("first", End.EXITED)
                .withExit(3, null);
    }

    @Test
    void endIsNotAsExpectedAfterwards_waitThrowsThat() {
        assertThat(run(SeenTestCases.class, "otherEndIsExpectedAfterwards"))
                .hasOneFailure()
                .isOfChild("first", End.EXITED)
                .tells("child 'first' (pid <pid>) was expected to exit with code 4, but exited with code 3");
    }

    @Test
    void queueIsMadeAfterTheDeadline_isRefused() {
        assertThat(run(SeenTestCases.class, "queueIsMadeAfterTheDeadline"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class);
    }

    @MultiProcess(timeout = "15s", stopGrace = "1s")
    static class SeenTestCases {

        @Test
        void exitIsSeen(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            ChildProcess<Void> first = fail(processes, "first", 3);

            assertThat(first.awaitExit().code()).isEqualTo(3);

            assertThat(takeWhatAnotherPuts(processes, queue)).isEqualTo(1);
        }

        @Test
        void failureIsCaught(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            ChildProcess<Void> first = fail(processes, "first", 3);

            assertThatThrownBy(first::join).isInstanceOf(ChildFailedException.class);

            assertThat(takeWhatAnotherPuts(processes, queue)).isEqualTo(1);
        }

        @Test
        void failureIsExpectedAfterwards(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            ChildProcess<Void> first = fail(processes, "first", 3);

            first.expectExit(3);

            assertThat(takeWhatAnotherPuts(processes, queue)).isEqualTo(1);
        }

        @Test
        void oneOfTwoIsSeen(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            ChildProcess<Void> first = fail(processes, "first", 3);
            fail(processes, "second", 4);

            first.awaitExit();

            queue.take();
        }

        @Test
        void queueIsMadeAfterAFailure(Processes processes) throws InterruptedException {
            fail(processes, "first", 3);

            processes.queue("late").take();
        }

        @Test
        void otherEndIsExpectedAfterwards(Processes processes, ProcessQueue<Integer> queue)
                throws InterruptedException {
            ChildProcess<Void> first = fail(processes, "first", 3);
            first.expectExit(3);

            first.expectExit(4);

            queue.take();
        }

        @Test
        @MultiProcess(timeout = "2s")
        void queueIsMadeAfterTheDeadline(Processes processes) throws InterruptedException {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                processes.queue("late").take();
            }
        }

        /** Returns when all has been done that a child's failure brings about. */
        private static ChildProcess<Void> fail(Processes processes, String name, int code) {
            ChildProcess<Void> failing = processes.start(name, () -> System.exit(code));
            failing.onExit().join();
            processes.start("ordinary", () -> {}).join();
            return failing;
        }

        private static int takeWhatAnotherPuts(Processes processes, ProcessQueue<Integer> queue)
                throws InterruptedException {
            processes.start("putter", () -> queue.put(1));
            return queue.take();
        }
    }
}
