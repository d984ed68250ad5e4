package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.multiprocess.Checkpoints.Order;
import dev.multiprocess.kit.EngineRun;
import dev.multiprocess.kit.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** Processes pass points in the order that a test says, and take steps in every order (C3). */
@Tag("fork")
@Timeout(120)
class CheckpointOrderTests {

    // ---- one order

    @MultiProcessTest(timeout = "30s")
    void order_letsProcessesPassInThisOrderOnly(
            Processes processes, Checkpoints checkpoints, ProcessQueue<String> log) {
        checkpoints.order("p-3", "logged-3", "p-1", "logged-1", "p-2", "logged-2");
        processes
                .startEach(3, "p", index -> {
                    checkpoints.reach("p-" + (index + 1));
                    log.put("p-" + (index + 1));
                    checkpoints.reach("logged-" + (index + 1));
                })
                .join();
        assertThat(log.drain()).containsExactly("p-3", "p-1", "p-2");
    }

    @MultiProcessTest(timeout = "30s")
    void orderIsOver_anotherCanBeSet(Processes processes, Checkpoints checkpoints) {
        checkpoints.order("a", "b");
        assertThatIllegalStateException()
                .isThrownBy(() -> checkpoints.order("c"))
                .withMessage(
                        "an order of checkpoints cannot be set before another one is over: order (a, b) is at step 1,"
                                + " 'a'");
        processes.start("p", () -> checkpoints.reach("b"));
        checkpoints.await("b");
        checkpoints.reach("a");
        checkpoints.await("b");
        processes.children().get(0).join();
        checkpoints.order("a");
        processes.start("q", () -> checkpoints.reach("a")).join();
    }

    @MultiProcessTest(timeout = "30s")
    void stepWhereAProcessIsKilled_nextPassesWhenItIsDead(Processes processes, Checkpoints checkpoints) {
        checkpoints.order("b-1", "a", "b-2");
        checkpoints.kill("a", 1);
        ChildProcess<Void> a = processes.start("a", () -> checkpoints.reach("a"));
        long pid = a.pid();
        boolean alive = processes
                .start("b", () -> {
                    checkpoints.reach("b-1");
                    checkpoints.reach("b-2");
                    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
                })
                .result();
        assertThat(a.awaitExit().end()).isEqualTo(ExitStatus.End.KILLED);
        assertThat(alive).isFalse();
    }

    // ---- every order

    private static int read(Path file) {
        try {
            return Integer.parseInt(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds to a number in a file, without a lock: the planted bug. */
    private static void add(Checkpoints checkpoints, String name, Path file) throws IOException {
        checkpoints.reach(name + "-reads");
        int value = read(file);
        checkpoints.reach(name + "-writes");
        Files.writeString(file, String.valueOf(value + 1));
    }

    private static Stream<Order> ofTwo() {
        return Checkpoints.allOrders(List.of("a-reads", "a-writes"), List.of("b-reads", "b-writes"));
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void lostUpdate_isFoundInExactlyTheOrdersThatLoseIt() {
        LostUpdateTestCases.VALUES.clear();
        AtomicReference<EngineRun> done = new AtomicReference<>();
        String output = Output.of(() -> done.set(run(LostUpdateTestCases.class, "everyOrder")));
        EngineRun run = done.get();
        assertThat(run)
                .began(
                        "1 of 6: a-reads, a-writes, b-reads, b-writes",
                        "2 of 6: a-reads, b-reads, a-writes, b-writes",
                        "3 of 6: a-reads, b-reads, b-writes, a-writes",
                        "4 of 6: b-reads, a-reads, a-writes, b-writes",
                        "5 of 6: b-reads, a-reads, b-writes, a-writes",
                        "6 of 6: b-reads, b-writes, a-reads, a-writes");
        assertThat(run.failuresOf(AssertionError.class)).hasSize(4);
        assertThat(LostUpdateTestCases.VALUES).isEqualTo(new TreeMap<>(Map.of(1, 2, 2, 1, 3, 1, 4, 1, 5, 1, 6, 2)));
        assertThat(output)
                .contains("test CheckpointOrderTests$LostUpdateTestCases.everyOrder-3 failed in order 3 of 6 (a-reads,"
                        + " b-reads, b-writes, a-writes); -Dmultiprocess.order=3 runs that one only")
                .doesNotContain("failed in order 1");
    }

    @Test
    void ordersAsParameters_areTheSame() {
        LostUpdateTestCases.VALUES.clear();
        EngineRun run = run(LostUpdateTestCases.class, "asParameters");
        assertThat(run.failuresOf(AssertionError.class)).hasSize(4);
        assertThat(LostUpdateTestCases.VALUES).isEqualTo(new TreeMap<>(Map.of(1, 2, 2, 1, 3, 1, 4, 1, 5, 1, 6, 2)));
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void orderIsChosen_onlyThatOneRuns() {
        System.setProperty("multiprocess.order", "4");
        try {
            assertThat(run(LostUpdateTestCases.class, "everyOrder"))
                    .began("4 of 6: b-reads, a-reads, a-writes, b-writes")
                    .hasOneFailedTest();
        } finally {
            System.clearProperty("multiprocess.order");
        }
    }

    @MultiProcess(timeout = "30s")
    static class LostUpdateTestCases {

        static final Map<Integer, Integer> VALUES = new ConcurrentSkipListMap<>();

        @TestFactory
        Stream<DynamicTest> everyOrder(Processes processes, Checkpoints checkpoints, @TempDir Path directory) {
            return DynamicTest.stream(ofTwo(), order -> runsIn(order, processes, checkpoints, directory));
        }

        @ParameterizedTest
        @MethodSource("dev.multiprocess.CheckpointOrderTests#ofTwo")
        void asParameters(Order order, Processes processes, Checkpoints checkpoints, @TempDir Path directory)
                throws IOException {
            runsIn(order, processes, checkpoints, directory);
        }

        private static void runsIn(Order order, Processes processes, Checkpoints checkpoints, Path directory)
                throws IOException {
            String file = directory.resolve("number-" + order.number()).toString();
            Files.writeString(Path.of(file), "0");
            checkpoints.order(order);
            for (String name : List.of("a", "b")) {
                processes.start(name, () -> add(checkpoints, name, Path.of(file)));
            }
            processes.children().forEach(ChildProcess::join);
            VALUES.put(order.number(), read(Path.of(file)));
            assertThat(checkpoints.counts().values()).as("each once").containsOnly(1L);
            assertThat(read(Path.of(file))).isEqualTo(2);
        }
    }

    @Test
    void steps_neverRunAtTheSameTime() {
        assertThat(run(StepsTestCases.class)).passesWithin(Duration.ofSeconds(60), 12);
        assertThat(StepsTestCases.WRONG).isEmpty();
    }

    @MultiProcess(timeout = "30s", startMethod = StartMethod.FORK_SERVER)
    static class StepsTestCases {

        static final Map<String, List<String>> WRONG = new ConcurrentHashMap<>();

        @TestFactory
        Stream<DynamicTest> everyOrder(Processes processes, Checkpoints checkpoints) {
            return DynamicTest.stream(
                    Checkpoints.allOrders(List.of("a1", "a2"), List.of("b1"), List.of("c1")), order -> {
                        ProcessQueue<String> log = processes.queue("log");
                        checkpoints.order(order);
                        for (String name : List.of("a", "b", "c")) {
                            processes.start(name, () -> {
                                for (String step : name.equals("a") ? List.of("a1", "a2") : List.of(name + "1")) {
                                    checkpoints.reach(step);
                                    log.put(step + " begins");
                                    for (int i = 0; i < 1_000; i++) {
                                        Thread.onSpinWait();
                                    }
                                    log.put(step + " ends");
                                }
                            });
                        }
                        processes.children().forEach(ChildProcess::join);
                        List<String> expected = new ArrayList<>();
                        order.steps().forEach(step -> Collections.addAll(expected, step + " begins", step + " ends"));
                        List<String> seen = log.drain();
                        if (!seen.equals(expected)) {
                            WRONG.put(order.toString(), seen);
                        }
                    });
        }
    }

    // ---- orders that cannot happen

    @Test
    void allStandAtLaterPoints_testIsAborted() {
        assertThat(run(ImpossibleTestCases.class, "backwards"))
                .isAborted()
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("order (y, x) of test CheckpointOrderTests$ImpossibleTestCases.backwards cannot happen: its"
                        + " step 1, 'y', is not reached; child 'p' stands at 'x'");
    }

    @Test
    void allHaveEndedBeforeTheOrderIsOver_testIsAborted() {
        assertThat(run(ImpossibleTestCases.class, "unreached"))
                .isAborted()
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("order (x, never) of test CheckpointOrderTests$ImpossibleTestCases.unreached cannot happen:"
                        + " its step 2, 'never', is not reached; all processes have ended");
    }

    @Test
    void childFailsBeforeTheOrderIsOver_testFails() {
        assertThat(run(ImpossibleTestCases.class, "fails")).hasOneFailure().hasMessage("thrown by the child");
    }

    @Test
    void heldPointKeepsTheOrderFromHappening_isADeadlock() {
        assertThat(run(ImpossibleTestCases.class, "held"))
                .hasOneFailure()
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining("for its turn in order (x, y), which is at step 1, 'x'");
    }

    @MultiProcess(timeout = "20s")
    static class ImpossibleTestCases {

        @Test
        void backwards(Processes processes, Checkpoints checkpoints) {
            checkpoints.order("y", "x");
            processes.start("p", () -> {
                checkpoints.reach("x");
                checkpoints.reach("y");
            });
        }

        @Test
        void unreached(Processes processes, Checkpoints checkpoints) {
            checkpoints.order("x", "never");
            processes.start("p", () -> checkpoints.reach("x"));
        }

        @Test
        void fails(Processes processes, Checkpoints checkpoints) {
            checkpoints.order("x", "never");
            processes.start("p", () -> {
                checkpoints.reach("x");
                throw new IllegalStateException("thrown by the child");
            });
        }

        @Test
        void held(Processes processes, Checkpoints checkpoints) {
            checkpoints.order("x", "y");
            checkpoints.hold("x");
            processes.start("p", () -> checkpoints.reach("x"));
            processes.start("q", () -> checkpoints.reach("y"));
        }
    }

    @Test
    void stepWaitsForALaterOne_itIsLetThroughWhereThatIsPossible() {
        EngineRun run = run(WaitingStepTestCases.class);
        assertThat(run)
                .began(
                        "1 of 3: a-takes, a-has, b-puts",
                        "2 of 3: a-takes, b-puts, a-has",
                        "3 of 3: b-puts, a-takes, a-has")
                .isAborted()
                .hasMessageContaining("order 1 of 3 (a-takes, a-has, b-puts)")
                .hasMessageEndingWith(
                        "cannot happen: its step 2, 'a-has', is not reached; child 'b' stands at 'b-puts'");
    }

    @MultiProcess(timeout = "20s")
    static class WaitingStepTestCases {

        @TestFactory
        Stream<DynamicTest> everyOrder(Processes processes, Checkpoints checkpoints) {
            return DynamicTest.stream(Checkpoints.allOrders(List.of("a-takes", "a-has"), List.of("b-puts")), order -> {
                ProcessQueue<Integer> queue = processes.queue("queue");
                checkpoints.order(order);
                processes.start("a", () -> {
                    checkpoints.reach("a-takes");
                    queue.take();
                    checkpoints.reach("a-has");
                });
                processes.start("b", () -> {
                    checkpoints.reach("b-puts");
                    queue.put(1);
                });
            });
        }
    }

    // ---- limits

    @Test
    void moreOrdersThanAreTried_areRefusedByTheFactory() {
        assertThat(run(ManyTestCases.class))
                .hasOneFailedContainer()
                .hasMessage(
                        "the steps of 3 processes, 4 + 4 + 4, can be taken in 34650 orders, and at most 1000 are tried:"
                                + " leave out processes or steps");
    }

    @MultiProcess
    static class ManyTestCases {

        @TestFactory
        Stream<DynamicTest> everyOrder() {
            return DynamicTest.stream(Checkpoints.allOrders(steps("a"), steps("b"), steps("c")), order -> {});
        }

        private static List<String> steps(String name) {
            return IntStream.rangeClosed(1, 4).mapToObj(i -> name + i).toList();
        }
    }
}
