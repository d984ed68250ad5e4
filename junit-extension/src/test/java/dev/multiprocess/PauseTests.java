package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.EngineRunAssert;
import dev.multiprocess.kit.Signals;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A child that is stopped by a signal is alive, answers nothing, and stands in nobody's way. */
@Tag("fork")
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class PauseTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static ProcessIdentity identity(ChildProcess<?> child) {
        return ProcessHandle.of(child.pid()).flatMap(ProcessIdentity::of).orElseThrow();
    }

    private static void tick(ProcessQueue<Integer> ticks) throws InterruptedException {
        for (int i = 0; ; i++) {
            ticks.put(i);
        }
    }

    @MultiProcessTest
    void pausedChild_doesNothingUntilItIsResumed(Processes processes, @Capacity(3) ProcessQueue<Integer> ticks)
            throws InterruptedException {
        ChildProcess<Void> ticker = processes.with(o -> o.daemon(true)).start("ticker", () -> tick(ticks));
        int last = ticks.take();
        ticker.pause();
        assertThat(ticker.isAlive()).isTrue();
        assertThat(identity(ticker).isPaused()).isTrue();
        // What it had sent before arrives still; then nothing does.
        for (Integer next = 0; next != null; next = ticks.poll(300, TimeUnit.MILLISECONDS)) {
            last = Math.max(last, next);
        }
        assertThat(ticker.join(Duration.ZERO)).isFalse();

        ticker.resume();
        assertThat(ticks.poll(20, TimeUnit.SECONDS)).isEqualTo(last + 1);
        assertThat(identity(ticker).isPaused()).isFalse();
    }

    @MultiProcessTest
    void repeatedCalls_changeNothing(Processes processes) {
        ChildProcess<Void> child = processes.with(o -> o.daemon(true)).start(Children::waitForEver);
        child.resume();
        child.pause();
        child.pause();
        assertThat(identity(child).isPaused()).isTrue();
        child.resume();
        child.resume();
        child.awaitRunning();
        child.pause();
        assertThat(identity(child).isPaused()).isTrue();
    }

    @MultiProcessTest
    void pausedChild_hasNoThreadsToShow(Processes processes) {
        ChildProcess<Void> child = processes.with(o -> o.daemon(true)).start("frozen", Children::waitForEver);
        child.awaitRunning();
        child.pause();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(child::threadDump)
                .withMessage("child 'frozen' (pid " + child.pid() + ") is paused and cannot tell its threads");
        child.resume();
        assertThat(child.threadDump()).contains("\"main\"");
    }

    @MultiProcessTest
    void stopOfAPausedChild_letsItGoOnToObey(Processes processes) {
        ChildProcess<Void> child = processes.start(Children::waitForEver);
        child.awaitRunning();
        child.pause();
        child.stop();
        assertThat(child.awaitExit()).isEqualTo(new ExitStatus(End.STOPPED, 0, java.util.Optional.empty()));
    }

    @MultiProcessTest
    void stopOfAChildThatSomebodyElsePaused_letsItGoOnToObey(Processes processes) {
        ChildProcess<Void> child = processes.start(Children::waitForEver);
        child.awaitRunning();
        Signals.pause(child);
        child.stop();
        assertThat(child.awaitExit()).isEqualTo(new ExitStatus(End.STOPPED, 0, java.util.Optional.empty()));
    }

    @MultiProcessTest
    void childThatSomebodyElsePaused_isResumed(Processes processes) {
        ChildProcess<Integer> child = processes.start(() -> 1);
        Signals.send("STOP", child);
        child.resume();
        assertThat(child.result()).isEqualTo(1);
    }

    @MultiProcessTest
    void killOfAPausedChild_endsIt(Processes processes) {
        ChildProcess<Void> child = processes.start(Children::waitForEver);
        child.pause();
        child.kill();
        assertThat(child.awaitExit().end()).isEqualTo(End.KILLED);
    }

    @MultiProcessTest
    void childHasEnded_itCannotBePaused(Processes processes) {
        ChildProcess<Void> child = processes.start("short", () -> {});
        child.join();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(child::pause)
                .withMessage("child 'short' (pid " + child.pid() + ") finished; it cannot be paused");
        child.resume();
    }

    @MultiProcessTest
    void pausedWriter_goesOnWhereItWas(Processes processes, ProcessQueue<Integer> numbers) {
        ChildProcess<Void> writer = processes.start("writer", () -> {
            try (QueueWriter<Integer> end = numbers.writer()) {
                for (int i = 0; i < 20_000; i++) {
                    end.put(i);
                }
            }
        });
        int expected = 0;
        for (Integer number : numbers.reader()) {
            assertThat(number).isEqualTo(expected++);
            if (expected % 5_000 == 0 && writer.isAlive() && expected < 20_000) {
                pauseAndResume(writer);
            }
        }
        assertThat(expected).isEqualTo(20_000);
    }

    private static void pauseAndResume(ChildProcess<?> child) {
        try {
            child.pause();
            child.resume();
        } catch (IllegalStateException e) {
            // It has put everything into the queue already, and has ended.
            assertThat(child.join(LONG)).isTrue();
        }
    }

    @MultiProcessTest
    void group_isPausedAndResumedAsOne(Processes processes) {
        ProcessGroup<Void> group = processes.with(o -> o.daemon(true)).start(2, "pair", Children::waitForEver);
        group.pause();
        assertThat(group.children()).allMatch(child -> identity(child).isPaused());
        group.resume();
        assertThat(group.children()).noneMatch(child -> identity(child).isPaused());
    }

    @MultiProcessTest
    void childPausesAnother(Processes processes) {
        ChildProcess<Void> paused = processes.with(o -> o.daemon(true)).start("paused", Children::waitForEver);
        processes.start("pauser", paused::pause).join();
        assertThat(identity(paused).isPaused()).isTrue();
    }

    @Test
    void pausedChildAtTheDeadline_isToldAndKilled() {
        assertThat(run(PauseTestCases.class, "missingItsDeadline"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("  frozen       : was paused (SIGSTOP)\n");
    }

    @Test
    void pausedDaemonAtTheEnd_isStopped() {
        assertThat(run(PauseTestCases.class, "endingWithAPausedDaemon"))
                .passes()
                .tookAtMost(LONG);
    }

    @Test
    void testFailsWithAPausedChild_nothingIsLeft() {
        assertThat(run(PauseTestCases.class, "failing")).hasOneFailure().hasMessage("not this");
    }

    @MultiProcessTest
    void testJvmIsKilled_itsPausedChildEnds(Processes processes, ProcessQueue<Long> pids) throws Exception {
        ChildProcess<Void> testJvm = processes.start("test-jvm", () -> {
            Announced.pids = pids;
            EngineRunAssert.assertThat(run(PauseTestCases.class, "pausingForEver"))
                    .passes();
        });
        ProcessIdentity paused =
                ProcessHandle.of(pids.take()).flatMap(ProcessIdentity::of).orElseThrow();
        assertThat(paused.isPaused()).isTrue();
        // Not kill(), at which what is below the child is remembered.
        Signals.send("KILL", testJvm);
        testJvm.awaitExit();
        long end = System.nanoTime() + LONG.toNanos();
        while (paused.isAlive() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(paused.isAlive()).isFalse();
    }

    /** Where the test in another JVM says whom it has paused. */
    private static final class Announced {

        private static ProcessQueue<Long> pids;
    }

    @MultiProcess(timeout = "20s")
    static class PauseTestCases {

        @Test
        @MultiProcess(timeout = "2s")
        void missingItsDeadline(Processes processes) {
            processes.start("frozen", () -> {}).pause();
        }

        @Test
        void endingWithAPausedDaemon(Processes processes) {
            ChildProcess<Void> daemon = processes.with(o -> o.daemon(true)).start("frozen", Children::waitForEver);
            daemon.awaitRunning();
            daemon.pause();
        }

        @Test
        void failing(Processes processes) {
            processes.start("frozen", () -> {}).pause();
            throw new IllegalStateException("not this");
        }

        @Test
        void pausingForEver(Processes processes) throws InterruptedException {
            ChildProcess<Void> child = processes.start("frozen", Children::waitForEver);
            child.awaitRunning();
            child.pause();
            Announced.pids.put(child.pid());
            Children.waitForEver();
        }
    }
}
