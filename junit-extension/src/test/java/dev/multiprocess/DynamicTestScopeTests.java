package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.multiprocess.kit.Children;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Each dynamic test has processes of its own, inside the scope of its factory. */
@Tag("fork")
@Timeout(60)
class DynamicTestScopeTests {

    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "3");

    // ---- what belongs to a dynamic test

    @Test
    void childOfOneDynamicTestThrows_onlyThatTestFails() {
        assertThat(run(SameNameTestCases.class))
                .began("first", "throws", "last")
                .hasOneFailedTest()
                .hasMessage("thrown by the child")
                .isOfChild("w", ExitStatus.End.FAILED)
                .tells("test         : DynamicTestScopeTests$SameNameTestCases.tests-2");
    }

    @MultiProcess
    static class SameNameTestCases {

        @TestFactory
        Stream<DynamicTest> tests(Processes processes) {
            return Stream.of("first", "throws", "last")
                    .map(name -> dynamicTest(name, () -> {
                        processes.start("w", () -> {
                            if (name.equals("throws")) {
                                throw new IllegalStateException("thrown by the child");
                            }
                        });
                        assertThat(processes.children()).hasSize(1);
                    }));
        }
    }

    @Test
    @ResourceLock("ParallelFactoryTestCases")
    void dynamicTestsInParallel_doNotMeet() {
        assertThat(run(ParallelFactoryTestCases.class, PARALLEL)).passes(6);
        assertThat(ParallelFactoryTestCases.PIDS).hasSize(6);
    }

    @MultiProcess
    static class ParallelFactoryTestCases {

        static final Set<Long> PIDS = ConcurrentHashMap.newKeySet();

        @TestFactory
        Stream<DynamicTest> tests(Processes processes) {
            return IntStream.range(0, 6)
                    .mapToObj(index -> dynamicTest("test " + index, () -> {
                        ChildProcess<Integer> child = processes.start("same-name", () -> index);
                        PIDS.add(child.pid());
                        assertThat(child.result()).isEqualTo(index);
                        assertThat(processes.children()).containsExactly(child);
                        ChildProcess<Void> program = processes.startMain("same-program", Program.class);
                        assertThat(processes.children()).containsExactly(child, program);
                    }));
        }

        /** Ends at once. */
        public static class Program {

            public static void main(String[] arguments) {}
        }
    }

    @Test
    void whatADynamicTestStarts_endsWithIt() {
        assertThat(run(EndingTestCases.class)).passes(2);
    }

    @MultiProcess
    static class EndingTestCases {

        private ChildProcess<Void> daemon;
        private ChildProcess<String> joined;
        private ProcessQueue<String> queue;

        @TestFactory
        Stream<DynamicTest> tests(Processes processes) {
            return Stream.of(
                    dynamicTest("starts", () -> {
                        Processes daemons = processes.with(o -> o.daemon(true));
                        daemon = daemons.start("daemon", Children::waitForEver);
                        joined = processes.start("joined", () -> "done");
                        queue = processes.queue("of the first");
                        assertThat(processes.children()).hasSize(2);
                    }),
                    dynamicTest("finds nothing", () -> {
                        assertThat(processes.children()).isEmpty();
                        assertThat(daemon.isAlive()).isFalse();
                        assertThat(joined.isAlive()).isFalse();
                        assertThat(queue.isClosed()).isTrue();
                        assertThatIllegalStateException()
                                .isThrownBy(() -> daemon.restart())
                                .withMessage("child 'daemon' cannot be started: test"
                                        + " DynamicTestScopeTests$EndingTestCases.tests-1 has ended");
                    }));
        }
    }

    @Test
    void childOfADynamicTestThatHasTheProcesses_startsForThatTest() {
        assertThat(run(LendingTestCases.class)).passes(2);
    }

    @MultiProcess
    static class LendingTestCases {

        @TestFactory
        Stream<DynamicTest> tests(Processes processes) {
            return Stream.of("one", "two")
                    .map(name -> dynamicTest(name, () -> {
                        ChildProcess<String> starter = processes.start(
                                "starter",
                                () -> processes
                                        .with(o -> o.heap("64m"))
                                        .start("started", () -> name)
                                        .result());
                        assertThat(starter.result()).isEqualTo(name);
                        assertThat(processes.children())
                                .extracting(ChildProcess::name)
                                .containsExactly("starter", "started");
                    }));
        }
    }

    @Test
    void testsInContainers_haveFilesOfTheirOwn() {
        ContainerTestCases.FILES.clear();
        assertThat(run(ContainerTestCases.class)).passes(3);
        assertThat(ContainerTestCases.FILES)
                .extracting(file -> file.toString().replaceAll(".*TestCases/|~\\d+", ""))
                .containsExactlyInAnyOrder(
                        "tests-1/talker.txt", "tests-2-1/talker.txt", "tests-2-2-1/talker.txt", "tests/talker.txt");
    }

    @MultiProcess
    static class ContainerTestCases {

        static final Set<Path> FILES = ConcurrentHashMap.newKeySet();

        @TestFactory
        Stream<DynamicNode> tests(Processes processes) {
            FILES.add(processes.start("talker", () -> {}).outputFile());
            DynamicTest test = dynamicTest(
                    "talks", () -> FILES.add(processes.start("talker", () -> {}).outputFile()));
            return Stream.of(test, dynamicContainer("outer", List.of(test, dynamicContainer("inner", List.of(test)))));
        }
    }

    // ---- what belongs to the factory

    @Test
    void whatTheFactoryStarts_livesUntilItsLastTest() {
        assertThat(run(ServedTestCases.class)).passes(3);
        assertThat(ServedTestCases.server.isAlive()).isFalse();
    }

    @MultiProcess
    static class ServedTestCases {

        static ChildProcess<Void> server;

        @BeforeEach
        void startServer(Processes processes, ProcessQueue<Integer> asked, ProcessQueue<String> answered) {
            server = processes.with(o -> o.daemon(true)).start("server", () -> {
                while (true) {
                    answered.put("answer " + asked.take());
                }
            });
        }

        @TestFactory
        Stream<DynamicTest> tests(Processes processes, ProcessQueue<Integer> asked, ProcessQueue<String> answered) {
            return IntStream.range(0, 3).mapToObj(index -> {
                // In the factory's code, between two tests.
                ChildProcess<Integer> ofFactory = processes.start("of-factory-" + index, () -> index);
                return dynamicTest("asks " + index, () -> {
                    processes.start("client", () -> asked.put(index));
                    assertThat(answered.poll(20, TimeUnit.SECONDS)).isEqualTo("answer " + index);
                    assertThat(ofFactory.result()).isEqualTo(index);
                });
            });
        }

        @AfterEach
        void isOver(Processes processes) {
            assertThat(processes.children())
                    .extracting(ChildProcess::name)
                    .containsExactly("server", "of-factory-0", "of-factory-1", "of-factory-2");
            assertThat(server.isAlive()).isFalse();
        }
    }

    @Test
    void childOfTheFactoryCrashesDuringATest_thatTestFails() {
        assertThat(run(CrashTestCases.class, "duringATest"))
                .began("crashes it", "next")
                .hasOneFailedTest()
                .hasMessage("the server crashes")
                .tells("test         : DynamicTestScopeTests$CrashTestCases.duringATest\n");
    }

    @Test
    void childOfTheFactoryCrashesWhileNoTestRuns_factoryFails() {
        assertThat(run(CrashTestCases.class, "afterwards"))
                .began("passes")
                .hasOneFailedContainer()
                .hasMessage("the server crashes")
                .isOfChild("server", ExitStatus.End.FAILED);
    }

    @MultiProcess(timeout = "30s")
    static class CrashTestCases {

        private static ChildProcess<Void> startServer(Processes processes, ProcessQueue<String> requests) {
            return processes.start("server", () -> {
                requests.take();
                throw new IllegalStateException("the server crashes");
            });
        }

        @TestFactory
        Stream<DynamicTest> duringATest(Processes processes, ProcessQueue<String> requests) {
            startServer(processes, requests);
            return Stream.of(
                    dynamicTest("crashes it", () -> {
                        requests.put("crash");
                        processes.queue("never").take();
                    }),
                    dynamicTest("next", () -> processes.start("w", () -> {}).join()));
        }

        @TestFactory
        Stream<DynamicTest> afterwards(Processes processes, ProcessQueue<String> requests) {
            ChildProcess<Void> server = startServer(processes, requests);
            return Stream.of(dynamicTest("passes", () -> {})).onClose(() -> {
                requests.add("crash");
                server.onExit().join();
            });
        }
    }

    @Test
    void childOfTheClassCrashesDuringADynamicTest_thatTestFails() {
        assertThat(run(CrashOfClassTestCases.class))
                .began("crashes it", "next")
                .hasOneFailedTest()
                .hasMessage("the server of the class crashes");
    }

    @MultiProcess(timeout = "30s")
    static class CrashOfClassTestCases {

        static ProcessQueue<String> requests;

        @BeforeAll
        static void start(Processes processes, ProcessQueue<String> queue) {
            requests = queue;
            processes.start("server", () -> {
                queue.take();
                throw new IllegalStateException("the server of the class crashes");
            });
        }

        @TestFactory
        Stream<DynamicTest> tests(Processes processes, ProcessQueue<String> never) {
            return Stream.of(
                    dynamicTest("crashes it", () -> {
                        requests.put("crash");
                        never.take();
                    }),
                    dynamicTest("next", () -> processes.start("w", () -> {}).join()));
        }
    }

    // ---- deadlines and deadlocks

    @Test
    void dynamicTestsTakeLongerThanTheTimeout_factoryHasNoDeadline() {
        assertThat(run(LongTestCases.class)).passes(3);
    }

    @MultiProcess(timeout = "1500ms")
    static class LongTestCases {

        @TestFactory
        Stream<DynamicTest> tests(Processes processes, ProcessQueue<String> none) {
            ChildProcess<Void> server =
                    processes.start("server", Children::waitForEver).expectRunningAtEnd();
            return IntStream.range(0, 3)
                    .mapToObj(index -> dynamicTest("takes a while", () -> {
                        assertThat(none.poll(700, TimeUnit.MILLISECONDS)).isNull();
                        assertThat(server.isAlive()).isTrue();
                    }));
        }
    }

    @Test
    void dynamicTestHangs_onlyThatTestFailsAtItsDeadline() {
        assertThat(run(HangingTestCases.class, "tests"))
                .began("hangs", "works")
                .hasOneFailedTest()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageStartingWith("test DynamicTestScopeTests$HangingTestCases.tests-1 was not done within its"
                        + " timeout of 1 s; still running: child 'w'")
                .hasMessageContaining("of DynamicTestScopeTests$HangingTestCases.tests\n");
    }

    @Test
    void factoryHangs_failsAtItsDeadline() {
        assertThat(run(HangingTestCases.class, "hangingFactory"))
                .began()
                .hasOneFailedContainer()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageStartingWith("test DynamicTestScopeTests$HangingTestCases.hangingFactory was not done within"
                        + " its timeout of 1 s; still running: child 'w'");
    }

    @Test
    void childOfTheFactoryLivesOn_factoryFailsAtItsDeadline() {
        assertThat(run(HangingTestCases.class, "livesOn"))
                .began("passes")
                .hasOneFailedContainer()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageStartingWith("test DynamicTestScopeTests$HangingTestCases.livesOn was not done within its"
                        + " timeout of 1 s; still running: child 'server'");
    }

    @MultiProcess(timeout = "1s")
    static class HangingTestCases {

        @TestFactory
        Stream<DynamicTest> tests(Processes processes, ProcessQueue<String> queue) {
            ChildProcess<Void> server =
                    processes.start("server", Children::waitForEver).expectRunningAtEnd();
            return Stream.of(
                    dynamicTest("hangs", () -> {
                        processes.start("w", Children::waitForEver);
                        queue.take();
                    }),
                    dynamicTest("works", () -> {
                        processes.start("w", () -> queue.put("works"));
                        assertThat(queue.take()).isEqualTo("works");
                        assertThat(server.isAlive()).isTrue();
                    }));
        }

        @TestFactory
        Stream<DynamicTest> hangingFactory(Processes processes) {
            processes.start("w", Children::waitForEver);
            Children.waitForEver();
            return Stream.of(dynamicTest("never", () -> {}));
        }

        @TestFactory
        Stream<DynamicTest> livesOn(Processes processes) {
            processes.start("server", Children::waitForEver);
            return Stream.of(dynamicTest("passes", () -> {}));
        }
    }

    @Test
    void dynamicTestAndChildOfTheFactoryWaitForEachOther_isADeadlockOfThatTest() {
        assertThat(run(DeadlockTestCases.class))
                .began("waits", "works")
                .hasOneFailedTest()
                .isInstanceOf(DeadlockException.class)
                .hasMessageStartingWith("test DynamicTestScopeTests$DeadlockTestCases.tests-1 cannot continue");
    }

    @MultiProcess(timeout = "50s")
    static class DeadlockTestCases {

        @TestFactory
        Stream<DynamicTest> tests(Processes processes, ProcessQueue<Integer> asked, ProcessQueue<String> answered) {
            processes.with(o -> o.daemon(true)).start("server", () -> {
                while (true) {
                    answered.put("answer " + asked.take());
                }
            });
            return Stream.of(dynamicTest("waits", () -> answered.take()), dynamicTest("works", () -> {
                asked.put(1);
                assertThat(answered.take()).isEqualTo("answer 1");
            }));
        }
    }
}
