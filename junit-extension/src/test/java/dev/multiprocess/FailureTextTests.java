package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;

import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.Signals;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole text of every failure of a child; that of the deadline is in {@link DeadlineTests}. */
@Tag("fork")
@Timeout(60)
class FailureTextTests {

    private static final String TESTS = "FailureTextTests$TextTestCases.";
    private static final String OUTPUT = "<output>/dev.multiprocess.FailureTextTests$TextTestCases/";

    @Test
    void childThrows() {
        assertThat(run(TextTestCases.class, "throwing"))
                .hasOneFailure()
                .hasMessage("not ready")
                .tellsExactly(
                        "child 'a' (pid <pid>) failed: java.lang.IllegalStateException: not ready",
                        "  test         : " + TESTS + "throwing",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  output       : none");
    }

    @Test
    void childExits() {
        assertThat(run(TextTestCases.class, "exiting"))
                .hasOneFailure()
                .saysExactly(
                        "child 'a' (pid <pid>) exited with code 4 before its task returned",
                        "  test         : " + TESTS + "exiting",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  exit called  : at dev.multiprocess.FailureTextTests$TextTestCases.giveUp(FailureTextTests.java)",
                        "                 at dev.multiprocess.FailureTextTests$TextTestCases"
                                + ".lambda$exiting(FailureTextTests.java)",
                        "  last output  : giving up",
                        "  all output   : " + OUTPUT + "exiting/a.txt");
    }

    @Test
    void childHalts() {
        assertThat(run(TextTestCases.class, "halting"))
                .hasOneFailure()
                .saysExactly(
                        "child 'a' (pid <pid>) exited with code 0 before its task returned",
                        "  test         : " + TESTS + "halting",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  output       : none");
    }

    @Test
    void childExitsAfterItsTask() {
        assertThat(run(TextTestCases.class, "exitingAfterReturn"))
                .hasOneFailure()
                .saysExactly(
                        "child 'a' (pid <pid>) exited with code 6 after its task had returned",
                        "  test         : " + TESTS + "exitingAfterReturn",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  exit called  : at " + FailureTextTests.class.getName()
                                + "$TextTestCases.lambda$exitingAfterReturn(FailureTextTests.java)",
                        "  output       : none");
    }

    @Test
    void childIsKilled() {
        assertThat(run(TextTestCases.class, "killed"))
                .hasOneFailure()
                .saysExactly(
                        "child 'a' (pid <pid>) was killed by SIGKILL (exit code 137)",
                        "  test         : " + TESTS + "killed",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  output       : none",
                        "Nothing in this test killed it. The operating system does when memory runs out.");
    }

    @Test
    void childIsTerminated() {
        assertThat(run(TextTestCases.class, "terminated"))
                .hasOneFailure()
                .saysExactly(
                        "child 'a' (pid <pid>) was killed by SIGTERM (exit code 143)",
                        "  test         : " + TESTS + "terminated",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  output       : none");
    }

    @Test
    void childLivesOn() {
        assertThat(run(TextTestCases.class, "livingOn"))
                .hasOneFailure()
                .saysExactly(
                        "child 'a' (pid <pid>) returned, but its JVM did not end within 500 ms and was killed",
                        "  test         : " + TESTS + "livingOn",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  still running: threads \"forgotten\"",
                        "  output       : none",
                        "End the threads that it has started before its task returns; if it is to serve until the test's"
                                + " end, it must be a daemon, or be expected to run until then.");
    }

    @Test
    void childIsNotBorn() {
        assertThat(run(TextTestCases.class, "unborn"))
                .hasOneFailure()
                .saysExactly(
                        "child 'a' (pid <pid>) ended before its task began: it exited with code 1",
                        "  test         : " + TESTS + "unborn",
                        "  start method : SPAWN",
                        "  last output  : Unrecognized VM option 'NoSuchOption'",
                        "                 Error: Could not create the Java Virtual Machine.",
                        "                 Error: A fatal exception has occurred. Program will exit.",
                        "  all output   : " + OUTPUT + "unborn/a.txt");
    }

    @Test
    void childIsLate() {
        assertThat(run(TextTestCases.class, "late"))
                .hasOneFailure()
                .saysExactly(
                        "child 'a' (pid <pid>) did not begin its task within the start timeout of 1500 ms and was killed",
                        "  test         : " + TESTS + "late",
                        "  start method : SPAWN",
                        "  doing        : child 'a' (pid <pid>) is not up yet; it has no threads to show",
                        "  output       : none");
    }

    @Test
    void childHasNoResultSinceItWasStopped() {
        assertThat(run(TextTestCases.class, "stopped"))
                .hasOneFailure()
                .saysExactly(
                        "child 'a' (pid <pid>) has no result: it was stopped (exit code 0)",
                        "  test         : " + TESTS + "stopped",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  output       : none");
    }

    @Test
    void childHasNoResultSinceItWasKilled() {
        assertThat(run(TextTestCases.class, "killedByTest"))
                .hasOneFailure()
                .saysExactly(
                        "child 'a' (pid <pid>) has no result: it was killed by SIGKILL (exit code 137)",
                        "  test         : " + TESTS + "killedByTest",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  output       : none",
                        "The test killed it. awaitExit() returns how such a child ended.");
    }

    @MultiProcess(stopGrace = "500ms", timeout = "30s")
    static class TextTestCases {

        @Test
        void throwing(Processes processes) {
            processes.start("a", () -> {
                throw new IllegalStateException("not ready");
            });
        }

        @Test
        void exiting(Processes processes) {
            processes.start("a", () -> giveUp());
        }

        private static void giveUp() {
            System.out.println("giving up");
            System.exit(4);
        }

        @Test
        void halting(Processes processes) {
            processes.start("a", () -> Runtime.getRuntime().halt(0));
        }

        @Test
        void exitingAfterReturn(Processes processes) {
            processes.start("a", () -> {
                Thread main = Thread.currentThread();
                new Thread(() -> {
                            try {
                                main.join();
                                System.exit(6);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                        .start();
            });
        }

        @Test
        void killed(Processes processes) {
            ChildProcess<Void> child = processes.start("a", Children::waitForEver);
            child.awaitRunning();
            Signals.send("KILL", child);
        }

        @Test
        void terminated(Processes processes) {
            ChildProcess<Void> child = processes.start("a", Children::waitForEver);
            child.awaitRunning();
            Signals.send("TERM", child);
        }

        @Test
        void livingOn(Processes processes) {
            processes.start("a", () -> new Thread(Children::waitForEver, "forgotten").start());
        }

        @Test
        void unborn(Processes processes) {
            processes.with(o -> o.jvmArgs("-XX:+NoSuchOption")).start("a", () -> {});
        }

        @Test
        @MultiProcess(startTimeout = "1500ms")
        void late(Processes processes) {
            String suspended = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=127.0.0.1:0";
            processes.with(o -> o.jvmArgs(suspended)).start("a", () -> {});
        }

        @Test
        @MultiProcess(stopGrace = "10s")
        void stopped(Processes processes) {
            ChildProcess<Void> child = processes.start("a", Children::waitForEver);
            child.awaitRunning();
            child.stop();
            child.result();
        }

        @Test
        void killedByTest(Processes processes) {
            ChildProcess<Void> child = processes.start("a", Children::waitForEver);
            child.awaitRunning();
            child.kill();
            child.result();
        }
    }
}
