package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.FailureAssert;
import java.io.IOException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What children leave running is ended at the end of their test, and fails it; that all is gone each run checks itself. */
@Tag("fork")
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class LeakCheckTests {

    private static final String TESTS = "LeakCheckTests$LeakTestCases.";

    @Test
    void childFinishesAndLeavesAProcess_testFailsWithItsPidAndCommand() {
        assertThat(run(LeakTestCases.class, "finishing"))
                .hasOneFailure()
                .isInstanceOf(ChildFailedException.class)
                .isOfChild("parent", End.FINISHED)
                .saysExactly(
                        "child 'parent' (pid <pid>) left a process running, which was ended",
                        "  test         : " + TESTS + "finishing",
                        "  start method : SPAWN (task began after <time> ms)",
                        "  child's end  : finished",
                        "  left running : pid <pid> (started <time> ms after the child): sleep 1000",
                        "  output       : none",
                        "What a child starts must end with the child, or by itself soon after.");
    }

    @Test
    void processWasReparentedTwice_isFound() {
        assertThat(run(LeakTestCases.class, "leavingAGrandchild"))
                .hasOneFailure()
                .isOfChild("parent", End.FINISHED)
                .hasMessageContaining("/sleep 1001");
    }

    @Test
    void severalProcessesOfSeveralChildren_eachChildIsTold() {
        assertThat(run(LeakTestCases.class, "twoChildren"))
                .hasOneFailure()
                .isOfChild("first", End.FINISHED)
                .hasMessageContaining(" left 2 processes running, which were ended")
                .satisfies(failure -> assertThat(FailureAssert.alsoThrown(failure))
                        .singleElement()
                        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                        .hasMessageStartingWith("child 'second' ")
                        .hasMessageContaining(" left a process running, which was ended"));
    }

    @Test
    void childThatWasStoppedLeavesAProcess_testFails() {
        assertThat(run(LeakTestCases.class, "stopping"))
                .hasOneFailure()
                .isOfChild("parent", End.STOPPED)
                .hasMessageContaining("left a process running");
    }

    @Test
    void daemonLeavesAProcess_testFails() {
        assertThat(run(LeakTestCases.class, "daemon"))
                .hasOneFailure()
                .isOfChild("parent", End.STOPPED)
                .hasMessageContaining("left a process running");
    }

    @Test
    void testFailsItself_theLeakIsTold() {
        assertThat(run(LeakTestCases.class, "failing"))
                .hasOneFailure()
                .hasMessage("not this")
                .tells("child 'parent' (pid <pid>) left a process running, which was ended");
    }

    @Test
    void processEndsByItselfWithinTheGrace_testPasses() {
        assertThat(run(LeakTestCases.class, "endingSoon")).passes();
    }

    @Test
    void killedChildLeavesAProcess_itIsEndedAndTestPasses() {
        assertThat(run(LeakTestCases.class, "killing")).passes();
    }

    @Test
    void processOfAKilledChildHadNoParentAnyMore_itIsEndedAndTestPasses() {
        assertThat(run(LeakTestCases.class, "killingWithAReparentedProcess")).passes();
    }

    @Test
    void otherTestsAtTheSameTime_areNotTouched() {
        assertThat(run(LeakTestCases.class, "twoScopes")).passes();
    }

    @MultiProcess(timeout = "30s", stopGrace = "700ms")
    static class LeakTestCases {

        private static long sleep(String seconds) throws IOException {
            return new ProcessBuilder("sleep", seconds).start().pid();
        }

        @Test
        void finishing(Processes processes) {
            processes.start("parent", () -> sleep("1000"));
        }

        @Test
        void leavingAGrandchild(Processes processes) {
            processes.start("parent", () -> {
                Process shell = new ProcessBuilder("sh", "-c", "(sleep 1001 >/dev/null 2>&1 </dev/null &)").start();
                shell.waitFor();
            });
        }

        @Test
        void twoChildren(Processes processes) {
            processes.start("first", () -> {
                sleep("1000");
                sleep("1000");
            });
            processes.start("second", () -> sleep("1000"));
        }

        // Longer than a JVM on a busy machine takes to stop; one that is killed is another case.
        @Test
        @MultiProcess(timeout = "30s", stopGrace = "8s")
        void stopping(Processes processes, ProcessQueue<Long> pids) throws InterruptedException {
            ChildProcess<Void> parent = processes.start("parent", () -> {
                pids.put(sleep("1000"));
                Children.waitForEver();
            });
            pids.take();
            parent.stop();
        }

        // Longer than a JVM on a busy machine takes to stop; one that is killed is another case.
        @Test
        @MultiProcess(timeout = "30s", stopGrace = "8s")
        void daemon(Processes processes, ProcessQueue<Long> pids) throws InterruptedException {
            processes.with(o -> o.daemon(true)).start("parent", () -> {
                pids.put(sleep("1000"));
                Children.waitForEver();
            });
            pids.take();
        }

        @Test
        void failing(Processes processes) {
            processes.start("parent", () -> sleep("1000")).join();
            throw new IllegalStateException("not this");
        }

        @Test
        @MultiProcess(timeout = "30s", stopGrace = "20s")
        void endingSoon(Processes processes) {
            processes.start("parent", () -> sleep("1")).join();
        }

        @Test
        void killing(Processes processes, ProcessQueue<Long> pids) throws InterruptedException {
            ChildProcess<Void> parent = processes.start("parent", () -> {
                pids.put(sleep("1000"));
                Children.waitForEver();
            });
            assertThat(pids.take()).isPositive();
            parent.kill();
        }

        @Test
        void killingWithAReparentedProcess(Processes processes, ProcessQueue<Integer> codes)
                throws InterruptedException {
            ChildProcess<Void> parent = processes.start("parent", () -> {
                codes.put(new ProcessBuilder("sh", "-c", "(sleep 1002 >/dev/null 2>&1 </dev/null &)")
                        .start()
                        .waitFor());
                Children.waitForEver();
            });
            assertThat(codes.take()).isZero();
            parent.kill();
        }

        /** The process of the outer test's child must live on when the inner test ends. */
        @Test
        void twoScopes(Processes processes, ProcessQueue<Long> pids) throws InterruptedException {
            ChildProcess<Void> parent = processes.start("parent", () -> {
                pids.put(sleep("1003"));
                Children.waitForEver();
            });
            long sleeper = pids.take();
            // Not by the kit, which would wait for the threads of the outer test too.
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectMethod(LeakTestCases.class, "finishing", Processes.class.getName()))
                    .execute()
                    .testEvents()
                    .assertStatistics(statistics -> statistics.failed(1));
            assertThat(ProcessHandle.of(sleeper)).isPresent();
            parent.kill();
        }
    }
}
