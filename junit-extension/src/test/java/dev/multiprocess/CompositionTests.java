package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code @MultiProcess} can stand beside, and whose world a test is in. */
@Tag("fork")
@Timeout(60)
class CompositionTests {

    @Test
    void declaredRoles_runBeforeTheTestsFirstLine() {
        assertThat(run(RolesTestCases.class)).passes(3);
    }

    static class RolesTestCases {

        @WriterProcess(count = 2)
        static void place(QueueWriter<Integer> orders) {
            orders.putAll(List.of(1, 2, 3));
        }

        @ReaderProcess(count = 3)
        private static int handle(QueueReader<Integer> orders) {
            return orders.stream().mapToInt(Integer::intValue).sum();
        }

        @MultiProcessTest
        void results_areThere(@Results("handle") List<Integer> handled, @Results("place") List<Void> placed) {
            assertThat(handled).hasSize(3);
            assertThat(handled.stream().mapToInt(Integer::intValue).sum()).isEqualTo(12);
            assertThat(placed).containsExactly(null, null);
        }

        @MultiProcessTest
        void group_isLive(@Role("handle") ProcessGroup<Integer> handlers, Processes processes) {
            assertThat(handlers.name()).isEqualTo("handle");
            assertThat(handlers.results()).hasSize(3);
            assertThat(processes.children())
                    .extracting(child -> child.name())
                    .containsExactly("handle-1", "handle-2", "handle-3", "place-1", "place-2");
        }

        @MultiProcessTest
        void nobodyIsAskedFor_allAreJoined() {}
    }

    @Test
    void eachInvocation_hasAWorldOfItsOwn() {
        assertThat(run(InvocationsTestCases.class)).passes(6);
    }

    @MultiProcess
    static class InvocationsTestCases {

        @Test
        void plain(Processes processes, ProcessQueue<String> queue) throws Exception {
            requireFreshWorld(processes, queue);
        }

        @RepeatedTest(2)
        void repeated(Processes processes, ProcessQueue<String> queue) throws Exception {
            requireFreshWorld(processes, queue);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void parameterized(String text, Processes processes, ProcessQueue<String> queue) throws Exception {
            requireFreshWorld(processes, queue);
            assertThat(processes.start(() -> text + text).result()).isEqualTo(text + text);
        }

        @MultiProcessTest
        void both(Processes processes, ProcessQueue<String> queue) throws Exception {
            requireFreshWorld(processes, queue);
        }
    }

    private static void requireFreshWorld(Processes processes, ProcessQueue<String> queue) throws Exception {
        assertThat(queue).isEmpty();
        assertThat(processes.children()).isEmpty();
        processes.start("writer", () -> queue.put("mine"));
        assertThat(queue.poll(20, TimeUnit.SECONDS)).isEqualTo("mine");
        queue.put("left over");
    }

    @Test
    void dynamicTests_shareTheQueuesOfTheirFactory() {
        assertThat(run(FactoryTestCases.class)).passes(2);
    }

    @MultiProcess
    static class FactoryTestCases {

        @TestFactory
        Stream<DynamicTest> tests(Processes processes, ProcessQueue<String> queue) {
            return Stream.of(
                    DynamicTest.dynamicTest("first", () -> processes.start("writer", () -> queue.put("from first"))),
                    DynamicTest.dynamicTest(
                            "second",
                            () -> assertThat(queue.poll(20, TimeUnit.SECONDS)).isEqualTo("from first")));
        }
    }

    @Test
    void childOfADynamicTestFailsUnseen_thatTestFails() {
        assertThat(run(FailingFactoryTestCases.class, "tests"))
                .began("first")
                .hasOneFailure()
                .hasStackTraceContaining("not seen by any test");
    }

    @Test
    void roleOfAFactoryFails_factoryFailsBeforeItsFirstLine() {
        assertThat(run(FailingFactoryTestCases.class, "testsWithResults"))
                .began()
                .hasOneFailure()
                .hasMessage("role fails");
    }

    @MultiProcess
    static class FailingFactoryTestCases {

        @TestFactory
        Stream<DynamicTest> tests(Processes processes) {
            return Stream.of(DynamicTest.dynamicTest(
                    "first",
                    () -> processes.start("failer", () -> {
                        throw new IllegalStateException("not seen by any test");
                    })));
        }

        @WriterProcess
        static void fail(ProcessQueue<String> queue) {
            if (queue.capacity() == 1) {
                throw new IllegalStateException("role fails");
            }
        }

        @TestFactory
        Stream<DynamicTest> testsWithResults(
                @Results("fail") List<Void> none, @Capacity(1) ProcessQueue<String> queue) {
            return none.stream().map(each -> DynamicTest.dynamicTest("never", () -> {}));
        }
    }

    @Test
    void nestedClass_hasTheRolesOfTheInnermostClassThatDeclaresAny() {
        assertThat(run(NestedTestCases.class)).passes(3);
    }

    static class NestedTestCases {

        @WriterProcess
        static String outer(ProcessQueue<String> queue) {
            return "outer";
        }

        @MultiProcessTest
        void outside(@Results("outer") List<String> results) {
            assertThat(results).containsExactly("outer");
        }

        @Nested
        class WithoutRoles {

            @MultiProcessTest
            void inside(@Results("outer") List<String> results) {
                assertThat(results).containsExactly("outer");
            }
        }

        @Nested
        class WithRoles extends InnerRoles {

            @MultiProcessTest
            void inside(@Results("inner") List<String> results, Processes processes) {
                assertThat(results).containsExactly("inner");
                assertThat(processes.children()).hasSize(1);
            }
        }
    }

    /** An inner class cannot have static methods before Java 16, but inherit them. */
    static class InnerRoles {

        @ReaderProcess
        static String inner(QueueReader<String> queue) {
            return "inner";
        }
    }

    @Test
    void testsAndRoles_areInherited() {
        assertThat(run(HeirTestCases.class)).passes(2);
    }

    @MultiProcess
    abstract static class AncestorTestCases {

        @WriterProcess
        private static String inherited(QueueWriter<String> words) {
            words.put("word");
            return "inherited";
        }

        @BeforeEach
        void fill(ProcessQueue<String> words) throws InterruptedException {
            words.put("from the ancestor");
        }

        @Test
        void ofTheAncestor(@Results("inherited") List<String> results) {
            assertThat(results).containsExactly("inherited");
        }
    }

    static class HeirTestCases extends AncestorTestCases {

        @WriterProcess
        static String own(QueueWriter<String> words) {
            return "own";
        }

        @Test
        void ofTheHeir(
                @Results("own") List<String> own,
                @Results("inherited") List<String> inherited,
                ProcessQueue<String> words) {
            assertThat(own).containsExactly("own");
            assertThat(inherited).containsExactly("inherited");
            assertThat(words.drain()).containsExactlyInAnyOrder("from the ancestor", "word");
        }
    }

    @Test
    void lifeCycleMethods_getTheSameQueueAndProcesses() {
        assertThat(run(LifeCycleTestCases.class)).passes(2);
    }

    @MultiProcess
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class LifeCycleTestCases {

        private ProcessQueue<String> ofBefore;

        @BeforeEach
        void before(ProcessQueue<String> queue, Processes processes) throws InterruptedException {
            ofBefore = queue;
            queue.put("before");
            processes.start("early", () -> queue.put("early")).join();
        }

        @Test
        void first(ProcessQueue<String> queue) {
            assertThat(queue).isSameAs(ofBefore).containsExactly("before", "early");
        }

        @Test
        void second(ProcessQueue<String> other) {
            assertThat(other).isSameAs(ofBefore).containsExactly("before", "early");
        }

        @AfterEach
        void after(ProcessQueue<String> queue) {
            assertThat(queue).isSameAs(ofBefore);
            assertThat(queue.isClosed()).isTrue();
        }
    }

    @Test
    void callbacks_runOnceAndOnlyInTheTestJvm() {
        CallbacksTestCases.CALLS.clear();
        assertThat(run(CallbacksTestCases.class)).passes();
        assertThat(CallbacksTestCases.CALLS)
                .containsExactly("before all", "constructor", "before each", "test", "after each", "after all");
    }

    static class CallbacksTestCases {

        static final List<String> CALLS = new ArrayList<>();

        private static List<String> calls() {
            return new ArrayList<>(CALLS);
        }

        CallbacksTestCases() {
            CALLS.add("constructor");
        }

        @BeforeAll
        static void beforeAll() {

            CALLS.add("before all");
        }

        @BeforeEach
        void beforeEach() {
            CALLS.add("before each");
        }

        @MultiProcessTest
        void test(Processes processes) {
            CALLS.add("test");
            assertThat(processes.start(CallbacksTestCases::calls).result()).isEmpty();
        }

        @AfterEach
        void afterEach() {
            CALLS.add("after each");
        }

        @AfterAll
        static void afterAll() {
            CALLS.add("after all");
        }
    }

    @Test
    @ResourceLock("ParallelTestCases")
    void testsInParallel_doNotMeet() {
        assertThat(run(
                        ParallelTestCases.class,
                        Map.of(
                                "junit.jupiter.execution.parallel.enabled", "true",
                                "junit.jupiter.execution.parallel.mode.default", "concurrent",
                                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                                "junit.jupiter.execution.parallel.config.fixed.parallelism", "3")))
                .passes(3);
        assertThat(ParallelTestCases.THREADS).hasSize(3);
    }

    @MultiProcess
    static class ParallelTestCases {

        static final Set<String> THREADS = ConcurrentHashMap.newKeySet();
        private static final CountDownLatch ALL = new CountDownLatch(3);

        @RepeatedTest(3)
        void meets(Processes processes, ProcessQueue<Long> queue) throws Exception {
            THREADS.add(Thread.currentThread().getName());
            meetAll();
            long pid = processes
                    .start("same-name", () -> {
                        queue.put(ProcessHandle.current().pid());
                        return ProcessHandle.current().pid();
                    })
                    .result();
            assertThat(queue.drain()).containsExactly(pid);
            assertThat(processes.children()).hasSize(1);
        }

        /** Tells the pool that it waits: a pool that does not know may leave the third test without a thread. */
        private static void meetAll() throws InterruptedException {
            ALL.countDown();
            ForkJoinPool.managedBlock(new ForkJoinPool.ManagedBlocker() {
                @Override
                public boolean block() throws InterruptedException {
                    assertThat(ALL.await(20, TimeUnit.SECONDS))
                            .as("all three tests run at the same time")
                            .isTrue();
                    return true;
                }

                @Override
                public boolean isReleasable() {
                    return ALL.getCount() == 0;
                }
            });
        }
    }

    @Test
    void roleFails_testWithResultsFailsBeforeItsFirstLine() {
        FailingRoleTestCases.begun = false;
        assertThat(run(FailingRoleTestCases.class, "withResults"))
                .hasOneFailure()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("role fails")
                .isOfChild("fail", ExitStatus.End.FAILED)
                .hasStackTraceContaining("FailingRoleTestCases.fail");
        assertThat(FailingRoleTestCases.begun).isFalse();
    }

    @Test
    void roleFailsAndTestHasSeenIt_testPasses() {
        assertThat(run(FailingRoleTestCases.class, "withGroup")).passes();
    }

    static class FailingRoleTestCases {

        private static boolean begun;

        @WriterProcess
        static void fail() {
            throw new IllegalStateException("role fails");
        }

        @MultiProcessTest
        void withResults(@Results("fail") List<Void> results) {
            begun = true;
        }

        @MultiProcessTest
        void withGroup(@Role("fail") ProcessGroup<Void> group) {
            assertThat(group.children().get(0).awaitExit().code()).isEqualTo(1);
        }
    }
}
