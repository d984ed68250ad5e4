package dev.multiprocess.crash;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.NotTransferableException;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import dev.multiprocess.kit.EngineRun;
import dev.multiprocess.kit.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Bounds, timeouts, what runs when, and what is refused: contract K9, and the errors of the others. */
@Tag("fork")
@Timeout(120)
@ResourceLock("CrashLimitsTests")
class CrashLimitsTests {

    /** Outside of the directories that are crashed; fixtures write what they see into it. */
    private static Path seen;

    @BeforeEach
    void useDirectory(@TempDir Path directory) {
        seen = directory.resolve("seen");
    }

    private static List<String> seen() throws IOException {
        return Files.exists(seen) ? Files.readAllLines(seen) : List.of();
    }

    /** Makes so many files. */
    private static CrashTests.Work files(int count) {
        return (directory, promises) -> {
            for (int i = 0; i < count; i++) {
                Files.createFile(directory.resolve(String.valueOf(i)));
            }
        };
    }

    // ---- K9

    @Test
    void nothingButTheRecording_runsBeforeTheFirstTest() throws IOException {
        assertThat(run(LaterTestCases.class)).passes(4);

        assertThat(seen()).hasSize(6).startsWith("run", "planned").endsWith("check", "check", "check", "check");
    }

    @MultiProcess
    static class LaterTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) throws IOException {
            String file = seen.toString();
            Stream<DynamicTest> tests = crashes.run((directory, promises) -> {
                        note(file, "run");
                        files(3).run(directory, promises);
                    })
                    .thenCheck((directory, promised) -> note(file, "check"));
            note(file, "planned");
            return tests;
        }
    }

    @Test
    void childrenOfPoints_belongToTheFactory() {
        assertThat(run(FactoryTestCases.class)).passes(3);
    }

    @MultiProcess
    static class FactoryTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes, Processes processes) {
            List<DynamicTest> tests =
                    crashes.run(files(1)).thenCheck((directory, promised) -> {}).toList();
            assertThat(processes.children()).extracting(child -> child.name()).containsExactly("run");
            return Stream.concat(
                    tests.stream(),
                    Stream.of(DynamicTest.dynamicTest(
                            "last",
                            () -> assertThat(processes.children())
                                    .as("those of the dynamic test")
                                    .isEmpty())));
        }
    }

    @Test
    void eachPoint_hasTheTimeoutToItself() {
        EngineRun run = run(TimeoutTestCases.class, Map.of("multiprocess.timeout", "4s"));

        // All of the other checks together take longer than that.
        assertThat(run.failuresByName()).containsOnlyKeys("1-none");
        assertThat(run.failuresByName().get("1-none"))
                .hasMessageContaining("After a crash before creation of 0")
                .hasCauseInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("was still in its task at its hard limit of 4 s and was killed");
    }

    @MultiProcess
    static class TimeoutTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return crashes.run(files(7)).thenCheck((directory, promised) -> {
                long files;
                try (Stream<Path> all = Files.list(directory)) {
                    files = all.count();
                }
                if (files == 0) {
                    new CountDownLatch(1).await();
                }
                // It takes its time.
                long end = System.nanoTime() + 1_500_000_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            });
        }
    }

    // ---- bounds

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void atMost_choosesEvenly_andSaysWhatWasLeftOut() {
        EngineRun[] run = new EngineRun[1];
        String printed = Output.of(() -> run[0] = run(BoundTestCases.class, "atMost"));

        assertThat(run[0]).passes(3);
        assertThat(run[0].begun())
                .extracting(name -> Integer.parseInt(name.substring(0, name.indexOf('-'))))
                .satisfies(chosen -> {
                    assertThat(chosen.get(0)).isBetween(1, 3);
                    assertThat(chosen.get(1)).isBetween(4, 6);
                    assertThat(chosen.get(2)).isBetween(7, 9);
                });
        assertThat(printed).contains("points: 9, tests: 3 (none 3)", "; left out by atMost: 6");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void within_skipsWhatHasNotBegunByThen_andSaysSo() {
        EngineRun[] run = new EngineRun[1];
        String printed = Output.of(() -> run[0] = run(BoundTestCases.class, "within"));

        assertThat(run[0])
                .isAborted()
                .hasMessageContaining(
                        "left out, since the time of within had passed when its turn came: within=PT0.000000001S");
        assertThat(printed).contains("left out by within: 1");
    }

    @MultiProcess
    static class BoundTestCases {

        @TestFactory
        Stream<DynamicTest> atMost(CrashTests crashes) {
            return crashes.run(files(8)).atMost(3).thenCheck((directory, promised) -> {});
        }

        @TestFactory
        Stream<DynamicTest> within(CrashTests crashes) {
            return crashes.run(files(1)).atMost(1).within(Duration.ofNanos(1)).thenCheck((directory, promised) -> {});
        }
    }

    @Test
    void pairs_areBoundedOverAllStates() throws IOException {
        assertThat(run(PairTestCases.class)).passes(5);

        // Each check writes three files, each time with other names: so many points, none of them equal.
        long pairs = seen().stream().filter(name -> name.contains("_")).count();
        assertThat(pairs).isEqualTo(5);
    }

    @MultiProcess
    static class PairTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            String file = seen.toString();
            return crashes.run(files(4)).alsoInTheCheck().atMost(5).thenCheck((directory, promised) -> {
                String name = Processes.current().name();
                note(file, name);
                for (int i = 0; i < 3; i++) {
                    Files.createFile(directory.resolve(name + "-" + i));
                }
            });
        }
    }

    // ---- start methods

    @Test
    void crashTests_workWithEachStartMethod() {
        for (StartMethod method : List.of(StartMethod.SPAWN, StartMethod.FORK, StartMethod.FORK_SERVER)) {
            assertThat(run(StartMethodTestCases.class, Map.of("multiprocess.startMethod", method.name())))
                    .passes(6);
        }
    }

    @MultiProcess
    static class StartMethodTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return crashes.run(files(1)).killed().alsoInTheCheck().thenCheck(StartMethodTestCases::check);
        }

        @TestFactory
        Stream<DynamicTest> loses(CrashTests crashes) {
            return crashes.run(files(1)).losing(Unsynced.NONE, Unsynced.ALL).thenCheck(StartMethodTestCases::check);
        }

        static void check(Path directory, List<String> promised) throws IOException {
            Files.write(directory.resolve("checked"), new byte[1]);
        }
    }

    // ---- several in one factory

    @Test
    void twoPlansOfOneFactory_runSideBySide() {
        assertThat(run(
                        TwoPlansTestCases.class,
                        Map.of(
                                "junit.jupiter.execution.parallel.enabled", "true",
                                "junit.jupiter.execution.parallel.mode.default", "concurrent",
                                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                                "junit.jupiter.execution.parallel.config.fixed.parallelism", "3")))
                .passes(6);
    }

    @MultiProcess
    static class TwoPlansTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return Stream.concat(
                    crashes.run(files(2)).thenCheck((directory, promised) -> {}),
                    crashes.run(files(2)).thenCheck((directory, promised) -> {}));
        }
    }

    @Test
    void oneTestOfTwoPlansIsChosen_otherPlanIsNotMissed() {
        UniqueId first = UniqueId.forEngine("junit-jupiter")
                .append("class", TwoPlansTestCases.class.getName())
                .append("test-factory", "survives(" + CrashTests.class.getName() + ")")
                .append("dynamic-test", "#1");

        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectUniqueId(first))
                .execute();

        results.testEvents().assertStatistics(events -> events.started(1).succeeded(1));
        results.containerEvents().assertStatistics(events -> events.failed(0));
    }

    // ---- what is refused

    @Test
    void crashTestsOfAClass_areRefused() {
        assertThat(run(OfClassTestCases.class))
                .hasOneFailedContainer()
                .hasMessageContaining("crash tests belong to a test: ")
                .hasMessageContaining(" must be a parameter of a test method, as of a factory");
    }

    @MultiProcess
    static class OfClassTestCases {

        @BeforeAll
        static void prepare(CrashTests crashes) {}

        @Test
        void passes() {}
    }

    @Test
    void workThatThrows_failsTheFactoryWithIt() {
        assertThat(run(WrongTestCases.class, "throwsInRun"))
                .hasOneFailedContainer()
                .hasMessage("thrown by the run");
    }

    @Test
    void preparationThatThrows_failsTheFactoryWithIt() {
        assertThat(run(WrongTestCases.class, "throwsInGiven"))
                .hasOneFailedContainer()
                .hasMessage("thrown by the preparation");
    }

    @Test
    void checkThatCannotBeSent_failsTheFactoryBeforeTheRun() throws IOException {
        assertThat(run(WrongTestCases.class, "cannotBeSent"))
                .hasOneFailedContainer()
                .isInstanceOf(NotTransferableException.class)
                .hasMessageContaining("check of crash test CrashLimitsTests$WrongTestCases.cannotBeSent")
                .hasMessageContaining("java.util.concurrent.CountDownLatch");
        assertThat(seen()).isEmpty();
    }

    @Test
    void checkWhoseJvmDies_isAFailureOfItsPoint() {
        EngineRun run = run(WrongTestCases.class, "halts");

        assertThat(run.failuresByName()).containsOnlyKeys("1-none", "2-none");
        assertThat(run.failuresByName().get("1-none"))
                .hasMessageContaining("child 'check-1-none'")
                .hasMessageContaining("exited with code 7");
    }

    @MultiProcess
    static class WrongTestCases {

        @TestFactory
        Stream<DynamicTest> throwsInRun(CrashTests crashes) {
            return crashes.run((directory, promises) -> {
                        throw new IllegalStateException("thrown by the run");
                    })
                    .thenCheck((directory, promised) -> {});
        }

        @TestFactory
        Stream<DynamicTest> throwsInGiven(CrashTests crashes) {
            return crashes.given(directory -> {
                        throw new IllegalStateException("thrown by the preparation");
                    })
                    .run(files(1))
                    .thenCheck((directory, promised) -> {});
        }

        @TestFactory
        Stream<DynamicTest> cannotBeSent(CrashTests crashes) {
            String file = seen.toString();
            CountDownLatch latch = new CountDownLatch(1);
            return crashes.run((directory, promises) -> note(file, "ran"))
                    .thenCheck((directory, promised) -> latch.countDown());
        }

        @TestFactory
        Stream<DynamicTest> halts(CrashTests crashes) {
            return crashes.run(files(1))
                    .thenCheck((directory, promised) -> Runtime.getRuntime().halt(7));
        }
    }

    @Test
    void badValues_areRefusedAtOnce() {
        assertThat(run(BadValueTestCases.class)).passes(2);
    }

    @MultiProcess
    static class BadValueTestCases {

        @TestFactory
        Stream<DynamicTest> values(CrashTests crashes) {
            CrashPlan plan = crashes.run(files(1));

            assertThatThrownBy(() -> plan.atMost(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the most tests of a crash test must be at least 1: atMost=0");
            assertThatThrownBy(() -> plan.atRandomInstants(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the number of instants of a crash test must be at least 1: atRandomInstants=0");
            assertThatThrownBy(() -> plan.within(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the time of a crash test must be more than zero: within=PT0S");
            assertThatThrownBy(() -> plan.atCheckpoints())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a crash test must be given at least one checkpoint: atCheckpoints()");
            assertThatThrownBy(() -> plan.failing())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a crash test must be given at least one fault: failing()");
            assertThatThrownBy(() -> crashes.run(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("the work of a crash test must not be null");
            return plan.thenCheck((directory, promised) -> {});
        }
    }

    // ---- tests that would test nothing

    @Test
    void streamIsNotReturned_testFails() {
        assertThat(run(NothingTestCases.class, "notReturned"))
                .hasOneFailure()
                .hasMessage(
                        "the stream that thenCheck returns must be returned from a method with @TestFactory: of crash"
                                + " test CrashLimitsTests$NothingTestCases.notReturned, 3 tests were made and none of them was run");
    }

    @Test
    void secondPlanIsNotReturned_factoryFails() {
        assertThat(run(NothingTestCases.class, "secondNotReturned"))
                .hasOneFailedContainer()
                .hasMessageEndingWith("secondNotReturned, 2 tests were made and none of them was run");
    }

    @Test
    void nothingIsChecked_testFails() {
        assertThat(run(NothingTestCases.class, "notChecked"))
                .hasOneFailure()
                .hasMessage("crash test CrashLimitsTests$NothingTestCases.notChecked must check something: it describes"
                        + " a run, and thenCheck is not called");
    }

    @Test
    void testThatFailsBefore_saysOnlyThat() {
        assertThat(run(NothingTestCases.class, "failsBefore"))
                .hasOneFailure()
                .hasMessage("something else")
                .isAlone();
    }

    @Test
    void runWritesElsewhere_factoryFails() {
        assertThat(run(NothingTestCases.class, "writesElsewhere"))
                .hasOneFailedContainer()
                .hasMessage(
                        "the run of crash test CrashLimitsTests$NothingTestCases.writesElsewhere must do something to"
                                + " files below the directory that it is given: it did nothing there, and what it does elsewhere"
                                + " is not looked at");
    }

    @MultiProcess
    static class NothingTestCases {

        @Test
        void notReturned(CrashTests crashes) {
            crashes.run(files(2)).thenCheck((directory, promised) -> {});
        }

        @TestFactory
        Stream<DynamicTest> secondNotReturned(CrashTests crashes) {
            Stream<DynamicTest> first = crashes.run(files(1)).thenCheck((directory, promised) -> {});
            crashes.run(files(1)).thenCheck((directory, promised) -> {});
            return first;
        }

        @Test
        void notChecked(CrashTests crashes) {
            crashes.run(files(1)).atEveryFileOperation();
        }

        @Test
        void failsBefore(CrashTests crashes) {
            crashes.run(files(1));
            throw new IllegalStateException("something else");
        }

        @TestFactory
        Stream<DynamicTest> writesElsewhere(CrashTests crashes) {
            return crashes.run((directory, promises) -> Files.createFile(directory.resolveSibling("elsewhere")))
                    .thenCheck((directory, promised) -> {});
        }
    }

    /** One line, at once, since several processes may do so. */
    private static void note(String file, String line) throws IOException {
        Files.writeString(Path.of(file), line + "\n", CREATE, APPEND);
    }
}
