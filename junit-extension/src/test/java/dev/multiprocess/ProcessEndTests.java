package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.internal.serial.OddThrowables;
import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.Signals;
import java.io.Externalizable;
import java.io.FileNotFoundException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Every way in which a child can end, and what the test says then. */
@Tag("fork")
@Timeout(60)
class ProcessEndTests {

    @Test
    void childReturns_testPasses() {
        assertThat(run(EndTestCases.class, "returns")).passes();
    }

    @Test
    void childThrowsCheckedException_testFailsWithIt() {
        assertThat(run(EndTestCases.class, "throwsChecked"))
                .hasOneFailure()
                .isExactlyInstanceOf(FileNotFoundException.class)
                .hasMessage("no such order")
                .isOfChild("thrower", End.FAILED)
                .withExit(1, null)
                .hasStackFromChildToTest("lambda$throwsChecked$", "thrower", "throwsChecked");
    }

    @Test
    void childThrowsUncheckedException_testFailsWithIt() {
        assertThat(run(EndTestCases.class, "throwsUnchecked"))
                .hasOneFailure()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("not ready")
                .hasRootCauseMessage("the reason")
                .isOfChild("thrower", End.FAILED);
    }

    @Test
    void childThrowsError_testFailsWithIt() {
        assertThat(run(EndTestCases.class, "throwsError"))
                .hasOneFailure()
                .isExactlyInstanceOf(NoClassDefFoundError.class)
                .isOfChild("thrower", End.FAILED);
    }

    @Test
    void childFailsAnAssertion_testFailsWithExpectedAndActual() {
        assertThat(run(EndTestCases.class, "failsAssertion"))
                .hasOneFailure()
                .isInstanceOfSatisfying(AssertionFailedError.class, failure -> {
                    assertThat(failure.getExpected().getStringRepresentation()).isEqualTo("1");
                    assertThat(failure.getActual().getStringRepresentation()).isEqualTo("2");
                })
                .isOfChild("asserter", End.FAILED);
    }

    @Test
    void childFailsAnAssumption_testIsAborted() {
        assertThat(run(EndTestCases.class, "failsAssumption"))
                .isAborted()
                .isExactlyInstanceOf(TestAbortedException.class)
                .hasMessage("not on this machine")
                .isOfChild("assumer", End.FAILED);
    }

    @Test
    void childThrowsWhatCannotBeRebuilt_testFailsWithItsText() {
        assertThat(run(EndTestCases.class, "throwsUnrebuildable"))
                .hasOneFailure()
                .hasToString(Unrebuildable.class.getName() + ": of 7 parts")
                .isOfChild("thrower", End.FAILED)
                .hasStackFromChildToTest("lambda$throwsUnrebuildable$", "thrower", "throwsUnrebuildable");
    }

    @Test
    void severalChildrenFail_firstToFailIsTheFailureAndTheOthersAreSuppressed() {
        assertThat(run(EndTestCases.class, "severalFail"))
                .hasOneFailure()
                .hasMessage("second child, first to fail")
                .isOfChild("second", End.FAILED)
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .anySatisfy(
                                message -> assertThat(message).contains("child 'first'", "first child, last to fail")));
    }

    @Test
    void oneChildFailsAnAssumptionAndAnotherFails_testFails() {
        assertThat(run(EndTestCases.class, "oneAbortsAndOneFails"))
                .hasOneFailure()
                .hasMessage("a real failure");
    }

    @Test
    void childExitsWithZeroBeforeItsTaskReturned_testFails() {
        assertThat(run(EndTestCases.class, "exitsWithZero"))
                .hasOneFailure()
                .isOfChild("exiter", End.EXITED)
                .withExit(0, null)
                .tells("child 'exiter' (pid <pid>) exited with code 0 before its task returned\n")
                .tells("exit called");
    }

    @Test
    void childExitsWithSeven_testFailsAndSaysWhoCalledExit() {
        assertThat(run(EndTestCases.class, "exitsWithSeven"))
                .hasOneFailure()
                .isOfChild("exiter", End.EXITED)
                .withExit(7, null)
                .tells(
                        "  exit called  : at dev.multiprocess.ProcessEndTests$EndTestCases.giveUp(ProcessEndTests.java)");
    }

    @Test
    void childHalts_testFails() {
        assertThat(run(EndTestCases.class, "halts"))
                .hasOneFailure()
                .isOfChild("halter", End.EXITED)
                .withExit(0, null)
                .tells("exited with code 0 before its task returned");
    }

    @Test
    void childIsKilledFromOutside_testFailsAtOnce() {
        assertThat(run(EndTestCases.class, "isKilled"))
                .hasOneFailure()
                .isOfChild("victim", End.KILLED)
                .withExit(137, "SIGKILL")
                .tells("was killed by SIGKILL (exit code 137)")
                .tells("Nothing in this test killed it.");
    }

    @Test
    void childIsTerminatedFromOutside_testFailsAtOnce() {
        assertThat(run(EndTestCases.class, "isTerminated"))
                .hasOneFailure()
                .isOfChild("victim", End.KILLED)
                .withExit(143, "SIGTERM");
    }

    @Test
    void childCrashes_testFailsWithThePathOfItsCrashReport() {
        assertThat(run(EndTestCases.class, "crashes"))
                .hasOneFailure()
                .isOfChild("victim", End.KILLED)
                .withExit(134, "SIGABRT")
                .tells(
                        "  crash report : <output>/dev.multiprocess.ProcessEndTests$EndTestCases/crashes/victim.hs_err.log")
                .satisfies(failure ->
                        assertThat(EndTestCases.crashReport()).content().contains("SIGSEGV"));
    }

    @Test
    void childRunsOutOfMemory_testFailsWithTheErrorAsTheCause() {
        assertThat(run(EndTestCases.class, "runsOutOfMemory"))
                .hasOneFailure()
                .isInstanceOf(ChildFailedException.class)
                .hasCauseExactlyInstanceOf(OutOfMemoryError.class)
                .isOfChild("glutton", End.FAILED);
    }

    @Test
    void childDumpsItsHeap_dumpLiesBesideItsOutputAndIsNamed() {
        assertThat(run(EndTestCases.class, "dumpsItsHeap"))
                .hasOneFailure()
                .isOfChild("glutton", End.FAILED)
                .tells(
                        "  heap dump    : <output>/dev.multiprocess.ProcessEndTests$EndTestCases/dumpsItsHeap/glutton.hprof\n");
    }

    @Test
    void childRunsOutOfStack_testFailsWithTheErrorAsTheCause() {
        assertThat(run(EndTestCases.class, "runsOutOfStack"))
                .hasOneFailure()
                .isInstanceOf(ChildFailedException.class)
                .hasCauseExactlyInstanceOf(StackOverflowError.class)
                .isOfChild("digger", End.FAILED);
    }

    @Test
    void shutdownHookIsStuckAfterReturn_testFailsWithinTheStopGrace() {
        assertThat(run(EndTestCases.class, "stuckHook"))
                .hasOneFailure()
                .isOfChild("hanger", End.KILLED)
                .withExit(137, "SIGKILL")
                .tells("returned, but its JVM did not end within 1 s and was killed")
                .tells("  still running: threads \"stuck-hook\"");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "sends signals")
    void childIsKilledAfterItsTaskHasReturned_testFailsAndNamesTheSignal() {
        assertThat(run(EndTestCases.class, "isKilledAfterReturn"))
                .hasOneFailure()
                .isOfChild("victim", End.KILLED)
                .withExit(137, "SIGKILL")
                .tells("was killed by SIGKILL (exit code 137) after its task had returned\n")
                .tells("Nothing in this test killed it.");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "sends signals")
    void childCrashesWhileItStops_testFailsWithTheCrash() {
        assertThat(run(EndTestCases.class, "crashesWhileItStops"))
                .hasOneFailure()
                .isOfChild("victim", End.KILLED)
                .withExit(134, "SIGABRT")
                .tells("was killed by SIGABRT (exit code 134) while it was stopping\n")
                .tells("\n  crash report : ");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "sends signals")
    void shutdownHookIsStuckAfterASignal_failureDoesNotSayThatExitWasCalled() {
        assertThat(run(EndTestCases.class, "stuckHookAfterSignal"))
                .hasOneFailure()
                .isOfChild("hanger", End.KILLED)
                .tells("was asked to end by a signal before its task returned, but its JVM did not end within 1 s and"
                        + " was killed\n");
    }

    @Test
    void shutdownHookIsStuckAfterExit_testFailsWithinTheStopGrace() {
        assertThat(run(EndTestCases.class, "stuckHookAfterExit"))
                .hasOneFailure()
                .isOfChild("hanger", End.EXITED)
                .tells("called exit before its task returned, but its JVM did not end within 1 s and was killed")
                .tells("stuck-hook");
    }

    @Test
    void shutdownHookIsStuckAfterException_testFailsWithTheException() {
        assertThat(run(EndTestCases.class, "stuckHookAfterException"))
                .hasOneFailure()
                .hasMessage("what counts")
                .isOfChild("hanger", End.FAILED)
                .tells("stuck-hook");
    }

    @Test
    void threadIsStuckAfterReturn_testFailsWithinTheStopGraceAndNamesTheThread() {
        assertThat(run(EndTestCases.class, "stuckThread"))
                .hasOneFailure()
                .isOfChild("hanger", End.KILLED)
                .withExit(137, "SIGKILL")
                .tells("returned, but its JVM did not end within 1 s and was killed")
                .tells("  still running: threads \"forgotten-thread\"\n");
    }

    @Test
    void childIsGivenABadJvmArgument_testFailsAtOnceWithTheJvmsOwnWords() {
        assertThat(run(EndTestCases.class, "badArgument"))
                .hasOneFailure()
                .isOfChild("unborn", End.EXITED)
                .withExit(1, null)
                .tells("ended before its task began: it exited with code 1\n")
                .tells("Unrecognized VM option 'NoSuchOption'");
    }

    @Test
    void childIsNotUpWithinTheStartTimeout_testFailsThen() {
        assertThat(run(EndTestCases.class, "notUpInTime"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .isAlone()
                .hasMessageMatching("(?s)child 'sleeper' \\(pid \\d+\\) did not begin its task within the start timeout"
                        + " of 2 s and was killed\n.*");
    }

    @Test
    void childIsNotUpWhileTheTestTakes_testFailsThen() {
        assertThat(run(EndTestCases.class, "notUpInTimeWhileTheTestTakes"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .isAlone()
                .hasMessageContaining("start timeout of 2 s");
    }

    @Test
    void initializerKeepsChildFromItsTask_failureShowsWhereItIs() {
        assertThat(run(EndTestCases.class, "initializerTakesTooLong"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageMatching("(?s).* did not begin its task within the start timeout of 5 s and was killed\n.*"
                        + "\n  doing        : main thread WAITING\n"
                        + " {17}at dev\\.multiprocess\\.kit\\.Children\\.waitForEver\\(.*\n"
                        + " {17}at dev\\.multiprocess\\.ProcessEndTests\\$SlowToLoad\\.<clinit>\\(.*");
    }

    @Test
    void childIsPausedBeforeItsTask_failureSaysSo() {
        assertThat(run(EndTestCases.class, "pausedBeforeItsTask"))
                .hasOneFailure()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageMatching(
                        "(?s).*\n  doing        : child 'sleeper' \\(pid \\d+\\) is paused and cannot tell its threads\n"
                                + ".*");
    }

    @Test
    void exceptionsOwnCodeFails_testFailsWithItsName() {
        for (String name : List.of("Mute", "Endless")) {
            assertThat(run(EndTestCases.class, "throws" + name))
                    .hasOneFailure()
                    .hasToString("dev.multiprocess.internal.serial.OddThrowables$" + name)
                    .isOfChild("thrower", End.FAILED)
                    .tells("child 'thrower' (pid <pid>) failed: dev.multiprocess.internal.serial.OddThrowables$" + name
                            + "\n");
        }
    }

    @Test
    void resultsOwnCodeFailsInTheTestJvm_testFailsWithItsName() {
        assertThat(run(EndTestCases.class, "resultIsRefused"))
                .hasOneFailure()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not here")
                .isOfChild("returner", End.FINISHED)
                .tells("child 'returner' (pid <pid>) returned what cannot be read in the test JVM: the constructor of"
                        + " record dev.multiprocess.ProcessEndTests$OnlyInChild refused its components:"
                        + " java.lang.IllegalArgumentException: not here\n");
        assertThat(run(EndTestCases.class, "resultIsUnreadable"))
                .hasOneFailure()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not here")
                .isOfChild("returner", End.FINISHED)
                .tells("returned what cannot be read in the test JVM: the object of class"
                        + " dev.multiprocess.ProcessEndTests$ExternalInChild cannot be read, since its own code failed"
                        + " with java.lang.IllegalStateException: not here\n");
    }

    @Test
    void resultCannotCross_testFailsWithThePathToThePartAtFault() {
        assertThat(run(EndTestCases.class, "resultCannotCross"))
                .hasOneFailure()
                .isInstanceOf(NotTransferableException.class)
                .hasMessageContaining("result of child 'returner'")
                .hasMessageContaining("worker")
                .isOfChild("returner", End.FAILED);
    }

    @Test
    void captureCannotCross_startRefusesItAndNothingIsStarted() {
        assertThat(run(EndTestCases.class, "captureCannotCross")).passes();
    }

    @Test
    void childKeepsStartingOthersWhileTheTestEnds_noneIsLeft() {
        assertThat(run(EndTestCases.class, "keepsStarting")).passes();
    }

    @Test
    void onlyWriterCrashesWhileTheTestTakes_takeFailsAtOnce() {
        assertThat(run(EndTestCases.class, "writerCrashesWhileTheTestTakes"))
                .hasOneFailure()
                .isOfChild("writer", End.EXITED)
                .withExit(9, null)
                .isAlone();
    }

    @Test
    void writerCrashesAndReaderSeesItsQueueBroken_testFailsWithTheCrash() {
        assertThat(run(EndTestCases.class, "writerCrashesAndReaderBreaks"))
                .hasOneFailure()
                .isOfChild("writer", End.EXITED)
                .withExit(9, null);
    }

    /** An exception that loses what its text is made of. */
    static final class Unrebuildable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient List<String> parts;

        Unrebuildable(List<String> parts) {
            this.parts = parts;
        }

        @Override
        public String getMessage() {
            return "of " + parts.size() + " parts";
        }
    }

    /** An assumption, as JUnit takes it, of a class of its own. */
    static final class Skipped extends TestAbortedException {

        private static final long serialVersionUID = 1L;

        Skipped(String message) {
            super(message);
        }
    }

    record Machine(Thread worker) {}

    private static final String IN_CHILD = "in.child";

    /** Cannot be made in the test JVM. */
    record OnlyInChild(int number) {

        OnlyInChild {
            if (System.getProperty(IN_CHILD) == null) {
                throw new IllegalArgumentException("not here");
            }
        }
    }

    /** Cannot be read in the test JVM. */
    public static final class ExternalInChild implements Externalizable {

        private static final long serialVersionUID = 1L;

        public ExternalInChild() {}

        @Override
        public void writeExternal(ObjectOutput out) {}

        @Override
        public void readExternal(ObjectInput in) {
            if (System.getProperty(IN_CHILD) == null) {
                throw new IllegalStateException("not here");
            }
        }
    }

    /** Its class is not initialized in time where the property says so. */
    private static final class SlowToLoad {

        static final String PROPERTY = "slow";

        static {
            if (Boolean.getBoolean(PROPERTY)) {
                Children.waitForEver();
            }
        }
    }

    @MultiProcess(stopGrace = "1s", timeout = "40s")
    static class EndTestCases {

        @Test
        void returns(Processes processes) {
            ChildProcess<Integer> child = processes.start(() -> 6 * 7);
            assertThat(child.result()).isEqualTo(42);
            assertThat(child.awaitExit()).isEqualTo(new ExitStatus(End.FINISHED, 0, java.util.Optional.empty()));
        }

        @Test
        void throwsChecked(Processes processes) {
            processes.start("thrower", () -> {
                throw new FileNotFoundException("no such order");
            });
        }

        @Test
        void throwsUnchecked(Processes processes) {
            processes.start("thrower", () -> {
                throw new IllegalStateException("not ready", new IllegalArgumentException("the reason"));
            });
        }

        @Test
        void throwsError(Processes processes) {
            processes.start("thrower", () -> {
                throw new NoClassDefFoundError("dev/Missing");
            });
        }

        @Test
        void failsAssertion(Processes processes) {
            processes.start("asserter", () -> {
                throw new AssertionFailedError("one is two", 1, 2);
            });
        }

        @Test
        void failsAssumption(Processes processes) {
            processes.start("assumer", () -> {
                throw new TestAbortedException("not on this machine");
            });
        }

        @Test
        void throwsUnrebuildable(Processes processes) {
            processes.start("thrower", () -> {
                throw new Unrebuildable(List.of("a", "b", "c", "d", "e", "f", "g"));
            });
        }

        @Test
        void severalFail(Processes processes, ProcessQueue<String> signal) throws InterruptedException {
            ChildProcess<Void> first = processes.start("first", () -> {
                signal.take();
                throw new IllegalStateException("first child, last to fail");
            });
            ChildProcess<Void> second = processes.start("second", () -> {
                throw new IllegalStateException("second child, first to fail");
            });
            second.onExit().join();
            signal.put("now");
            first.onExit().join();
        }

        @Test
        void oneAbortsAndOneFails(Processes processes) {
            ChildProcess<Void> assumer = processes.start("assumer", () -> {
                throw new Skipped("not on this machine");
            });
            assumer.onExit().join();
            ChildProcess<Void> failer = processes.start("failer", () -> {
                throw new IllegalStateException("a real failure");
            });
            failer.onExit().join();
        }

        @Test
        void exitsWithZero(Processes processes) {
            processes.start("exiter", () -> System.exit(0));
        }

        @Test
        void exitsWithSeven(Processes processes) {
            processes.start("exiter", EndTestCases::giveUp);
        }

        private static void giveUp() {
            System.exit(7);
        }

        @Test
        void halts(Processes processes) {
            processes.start("halter", () -> Runtime.getRuntime().halt(0));
        }

        @Test
        void isKilled(Processes processes) {
            ChildProcess<Void> victim = processes.start("victim", Children::waitForEver);
            victim.awaitRunning();
            Signals.send("KILL", victim);
        }

        @Test
        void isTerminated(Processes processes) {
            ChildProcess<Void> victim = processes.start("victim", Children::waitForEver);
            victim.awaitRunning();
            Signals.send("TERM", victim);
        }

        @Test
        void crashes(Processes processes) {
            ChildProcess<Void> victim = processes.start("victim", Children::waitForEver);
            victim.awaitRunning();
            crashOutput = victim.outputFile();
            Signals.send("SEGV", victim);
        }

        private static volatile Path crashOutput;

        static Path crashReport() {
            return crashOutput.resolveSibling("victim.hs_err.log");
        }

        @Test
        void dumpsItsHeap(Processes processes) {
            ChildProcess<Integer> glutton = processes
                    .with(options -> options.jvmArgs("-Xmx32m", "-XX:+HeapDumpOnOutOfMemoryError"))
                    .start("glutton", () -> new byte[1 << 30].length);
            glutton.awaitExit();
            assertThat(glutton.outputFile().resolveSibling("glutton.hprof")).isNotEmptyFile();
            glutton.expectExit(0);
        }

        @Test
        void runsOutOfMemory(Processes processes) {
            processes.with(o -> o.heap("24m")).start("glutton", () -> {
                List<byte[]> eaten = new ArrayList<>();
                while (true) {
                    eaten.add(new byte[1024]);
                }
            });
        }

        @Test
        void runsOutOfStack(Processes processes) {
            processes.start("digger", () -> dig(0));
        }

        private static int dig(int depth) {
            return dig(depth + 1) + 1;
        }

        @Test
        void stuckHook(Processes processes) {
            processes.start("hanger", EndTestCases::addStuckHook);
        }

        @Test
        void stuckHookAfterExit(Processes processes) {
            processes.start("hanger", () -> {
                addStuckHook();
                System.exit(5);
            });
        }

        @Test
        void stuckHookAfterException(Processes processes) {
            processes.start("hanger", () -> {
                addStuckHook();
                throw new IllegalStateException("what counts");
            });
        }

        private static void addStuckHook() {
            Runtime.getRuntime().addShutdownHook(new Thread(Children::waitForEver, "stuck-hook"));
        }

        @Test
        void isKilledAfterReturn(Processes processes) {
            ChildProcess<Void> victim = processes.start("victim", () -> {
                Thread main = Thread.currentThread();
                new Thread(() -> killAfter(main)).start();
            });
            victim.onExit().join();
        }

        private static void killAfter(Thread main) {
            try {
                main.join();
                signalSelf("KILL");
                Children.waitForEver();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        @MultiProcess(stopGrace = "10s")
        void crashesWhileItStops(Processes processes, ProcessQueue<String> ready) throws InterruptedException {
            ChildProcess<Void> victim = processes.start("victim", () -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> signalSelf("SEGV")));
                ready.put("ready");
                Children.waitForEver();
            });
            ready.take();
            victim.stop();
        }

        @Test
        void stuckHookAfterSignal(Processes processes, ProcessQueue<String> ready) throws InterruptedException {
            ChildProcess<Void> hanger = processes.start("hanger", () -> {
                addStuckHook();
                ready.put("ready");
                Children.waitForEver();
            });
            ready.take();
            Signals.send("TERM", hanger);
        }

        private static void signalSelf(String signal) {
            Signals.send(signal, ProcessHandle.current().pid());
        }

        @Test
        void stuckThread(Processes processes) {
            processes.start("hanger", () -> new Thread(Children::waitForEver, "forgotten-thread").start());
        }

        @Test
        void badArgument(Processes processes) {
            processes.with(o -> o.jvmArgs("-XX:+NoSuchOption")).start("unborn", () -> {});
        }

        @Test
        @MultiProcess(startTimeout = "2s")
        void notUpInTime(Processes processes) {
            processes.with(o -> o.jvmArgs(SUSPENDED)).start("sleeper", () -> {});
        }

        @Test
        @MultiProcess(startTimeout = "2s")
        void notUpInTimeWhileTheTestTakes(Processes processes, ProcessQueue<String> queue) throws InterruptedException {
            processes.with(o -> o.jvmArgs(SUSPENDED)).start("sleeper", () -> queue.put("never"));
            queue.take();
        }

        @Test
        @MultiProcess(startTimeout = "5s")
        void initializerTakesTooLong(Processes processes) {
            SlowToLoad captured = new SlowToLoad();
            processes.with(o -> o.systemProperty(SlowToLoad.PROPERTY, "true")).start("sleeper", captured::hashCode);
        }

        @Test
        @MultiProcess(startTimeout = "2s")
        void pausedBeforeItsTask(Processes processes) {
            processes.with(o -> o.jvmArgs(SUSPENDED)).start("sleeper", () -> {}).pause();
        }

        private static final String SUSPENDED =
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=127.0.0.1:0";

        @Test
        void throwsMute(Processes processes) {
            processes.start("thrower", () -> {
                throw new OddThrowables.Mute();
            });
        }

        @Test
        void throwsEndless(Processes processes) {
            processes.start("thrower", () -> {
                throw new OddThrowables.Endless();
            });
        }

        @Test
        void resultIsRefused(Processes processes) {
            processes
                    .with(o -> o.systemProperty(IN_CHILD, "yes"))
                    .start("returner", () -> new OnlyInChild(1))
                    .result();
        }

        @Test
        void resultIsUnreadable(Processes processes) {
            processes
                    .with(o -> o.systemProperty(IN_CHILD, "yes"))
                    .start("returner", ExternalInChild::new)
                    .result();
        }

        @Test
        void resultCannotCross(Processes processes) {
            processes.start("returner", () -> new Machine(new Thread()));
        }

        @Test
        void captureCannotCross(Processes processes) {
            Machine machine = new Machine(new Thread());
            AtomicReference<Throwable> refusal = new AtomicReference<>();
            try {
                processes.start("refused", () -> machine.worker().start());
            } catch (NotTransferableException e) {
                refusal.set(e);
                assertThat(e.path()).contains("worker");
            }
            assertThat(refusal.get()).hasMessageContaining("task of child 'refused'");
            assertThat(processes.children()).isEmpty();
            assertThat(processes.start("refused", () -> 1).result()).isEqualTo(1);
        }

        @Test
        void keepsStarting(Processes processes, ProcessQueue<Integer> begun) throws InterruptedException {
            processes.with(o -> o.daemon(true)).start("breeder", () -> {
                while (true) {
                    processes.with(o -> o.daemon(true)).start(Children::waitForEver);
                    begun.put(1);
                }
            });
            begun.take();
            begun.take();
        }

        @Test
        void writerCrashesWhileTheTestTakes(Processes processes, ProcessQueue<String> queue) throws Exception {
            processes.start("writer", () -> {
                queue.put("first");
                Runtime.getRuntime().halt(9);
            });
            queue.take();
            queue.take();
        }

        @Test
        void writerCrashesAndReaderBreaks(Processes processes, ProcessQueue<String> queue) throws Exception {
            ChildProcess<Void> reader = processes.start("a-reader", () -> {
                QueueReader<String> end = queue.reader();
                end.take();
                end.take();
            });
            reader.awaitRunning();
            processes.start("writer", () -> {
                QueueWriter<String> end = queue.writer();
                end.put("first");
                Runtime.getRuntime().halt(9);
            });
            reader.onExit().join();
        }
    }
}
