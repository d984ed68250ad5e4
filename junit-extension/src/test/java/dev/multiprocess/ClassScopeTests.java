package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.EngineRun;
import dev.multiprocess.kit.FailureAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes and queues of {@code @BeforeAll} belong to the class. */
@Tag("fork")
@Timeout(60)
class ClassScopeTests {

    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "3");

    /** Answers each request; ends as the request says. */
    private static void serve(ProcessQueue<String> requests, ProcessQueue<String> replies) throws InterruptedException {
        while (true) {
            String request = requests.take();
            if (request.equals("crash")) {
                throw new IllegalStateException("the server crashes");
            }
            replies.put(request + "!");
        }
    }

    private static ChildProcess<Void> startServer(
            Processes processes, ProcessQueue<String> requests, ProcessQueue<String> replies) {
        return processes.with(o -> o.daemon(true)).start("server", () -> serve(requests, replies));
    }

    private static String ask(String request, ProcessQueue<String> requests, ProcessQueue<String> replies)
            throws InterruptedException {
        requests.put(request);
        return replies.poll(20, TimeUnit.SECONDS);
    }

    // ---- how long it lives, and who can use it

    @Test
    void serverOfTheClass_servesEveryTest() {
        assertThat(run(ServedTestCases.class)).passes(6);
        assertThat(ServedTestCases.server.isAlive()).isFalse();
    }

    @MultiProcess
    static class ServedTestCases {

        static ProcessQueue<String> requests;
        static ProcessQueue<String> replies;
        static ChildProcess<Void> server;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            requests = asked;
            replies = answered;
            server = startServer(processes, asked, answered);
        }

        @Test
        void directly() throws InterruptedException {
            assertThat(ask("a", requests, replies)).isEqualTo("a!");
        }

        @RepeatedTest(2)
        void fromAChildOfTheTest(Processes processes, ProcessQueue<String> queue) {
            assertThat(processes.children()).isEmpty();
            assertThat(queue).isNotSameAs(requests).isNotSameAs(replies);
            ProcessQueue<String> theirRequests = requests;
            ProcessQueue<String> theirReplies = replies;
            ChildProcess<Void> theServer = server;

            // The name is free: the server is no child of this test.
            ChildProcess<String> client = processes.start(
                    "server", () -> ask("b", theirRequests, theirReplies) + theServer.name() + theServer.isAlive());

            assertThat(client.result()).isEqualTo("b!servertrue");
        }

        @ParameterizedTest
        @ValueSource(strings = {"c", "d"})
        void withAParameter(String request) throws InterruptedException {
            assertThat(ask(request, requests, replies)).isEqualTo(request + "!");
        }

        @MultiProcessTest
        void withBothAnnotations() throws InterruptedException {
            assertThat(ask("e", requests, replies)).isEqualTo("e!");
        }

        @AfterEach
        void whenTheTestIsOver_theServerIsAlive() throws InterruptedException {
            assertThat(ask("after", requests, replies)).isEqualTo("after!");
        }

        @AfterAll
        static void check(Processes processes, @QueueName("requests") ProcessQueue<String> asked) {
            assertThat(asked).isSameAs(requests);
            assertThat(processes.children()).containsExactly(server);
            assertThat(server.isAlive()).isTrue();
            assertThat(processes.start("last", () -> "last").result()).isEqualTo("last");
        }
    }

    @Test
    void oneInstanceForTheClass_keepsThemInFields() {
        assertThat(run(InstanceTestCases.class)).passes(2);
    }

    @MultiProcess
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class InstanceTestCases {

        private ProcessQueue<String> requests;
        private ProcessQueue<String> replies;

        @BeforeAll
        void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            requests = asked;
            replies = answered;
            startServer(processes, asked, answered);
        }

        @RepeatedTest(2)
        void test() throws InterruptedException {
            assertThat(ask("a", requests, replies)).isEqualTo("a!");
        }
    }

    @Test
    void nestedClass_hasItsOwnAndThoseAroundIt() {
        assertThat(run(OuterTestCases.class)).passes(2);
    }

    @MultiProcess
    static class OuterTestCases {

        static ChildProcess<Void> outer;
        static ChildProcess<Void> inner;

        @BeforeAll
        static void start(Processes processes) {
            outer = processes.with(o -> o.daemon(true)).start("server", Children::waitForEver);
        }

        @Test
        void outside() {
            assertThat(outer.isAlive()).isTrue();
        }

        @AfterAll
        static void innerIsGone() {
            assertThat(outer.isAlive()).isTrue();
            assertThat(inner.isAlive()).isFalse();
        }

        @Nested
        @TestInstance(TestInstance.Lifecycle.PER_CLASS)
        class Inside {

            @BeforeAll
            void start(Processes processes) {
                assertThat(processes.children()).isEmpty();
                inner = processes.with(o -> o.daemon(true)).start("server", Children::waitForEver);
            }

            @Test
            void inside(Processes processes) {
                assertThat(processes.children()).isEmpty();
                assertThat(outer.isAlive()).isTrue();
                assertThat(inner.isAlive()).isTrue();
            }
        }
    }

    @Test
    void nestedTestAroundWhichAServerCrashes_fails() {
        EngineRun nested = run(CrashAroundTestCases.class);
        assertThat(nested).began("asks()").hasOneFailedTest().hasMessage("the server crashes");
    }

    @MultiProcess
    static class CrashAroundTestCases {

        static ProcessQueue<String> requests;
        static ProcessQueue<String> replies;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            requests = asked;
            replies = answered;
            startServer(processes, asked, answered);
        }

        @Nested
        @TestInstance(TestInstance.Lifecycle.PER_CLASS)
        class Inside {

            @BeforeAll
            void start(Processes processes) {
                processes.with(o -> o.daemon(true)).start("server", Children::waitForEver);
            }

            @MultiProcessTest(timeout = "30s")
            void asks() throws InterruptedException {
                requests.put("crash");
                replies.take();
            }
        }
    }

    @Test
    void beforeAll_isInherited() {
        assertThat(run(HeirTestCases.class)).passes(2);
    }

    @MultiProcess
    abstract static class AncestorTestCases {

        static ProcessQueue<String> requests;
        static ProcessQueue<String> replies;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            requests = asked;
            replies = answered;
            startServer(processes, asked, answered);
        }

        @Test
        void inherited() throws InterruptedException {
            assertThat(ask("a", requests, replies)).isEqualTo("a!");
        }
    }

    static class HeirTestCases extends AncestorTestCases {

        @BeforeAll
        static void startMore(@QueueName("requests") ProcessQueue<String> asked, Processes processes) {
            assertThat(asked).isSameAs(requests);
            assertThat(processes.children()).hasSize(1);
        }

        @Test
        void own() throws InterruptedException {
            assertThat(ask("b", requests, replies)).isEqualTo("b!");
        }
    }

    @Test
    @ResourceLock("ParallelClassTestCases")
    void testsInParallel_shareTheServer() {
        assertThat(run(ParallelClassTestCases.class, PARALLEL)).passes(6);
    }

    @MultiProcess
    static class ParallelClassTestCases {

        static ProcessQueue<String> requests;
        static ProcessQueue<String> replies;
        static final Set<String> ANSWERS = ConcurrentHashMap.newKeySet();

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            requests = asked;
            replies = answered;
            startServer(processes, asked, answered);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b", "c", "d", "e", "f"})
        void asks(String request, Processes processes) throws InterruptedException {
            ProcessQueue<String> theirRequests = requests;
            processes.start("client", () -> theirRequests.put(request));
            ANSWERS.add(replies.poll(20, TimeUnit.SECONDS));
        }

        @AfterAll
        static void allWereAnswered() {
            assertThat(ANSWERS).containsExactlyInAnyOrder("a!", "b!", "c!", "d!", "e!", "f!");
        }
    }

    @Test
    void childOfATestThatHasTheProcessesOfTheClass_startsForTheClass() {
        assertThat(run(LentProcessesTestCases.class)).passes(2);
    }

    @MultiProcess
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class LentProcessesTestCases {

        static Processes ofClass;

        @BeforeAll
        static void keep(Processes processes) {
            ofClass = processes;
        }

        @Test
        @Order(1)
        void starts(Processes processes) {
            Processes lent = ofClass;
            processes
                    .start("starter", () -> {
                        lent.with(o -> o.daemon(true))
                                .start("late", Children::waitForEver)
                                .awaitRunning();
                    })
                    .join();
            ofClass.with(o -> o.daemon(true)).start("direct", Children::waitForEver);
            assertThat(processes.children()).hasSize(1);
        }

        @Test
        @Order(2)
        void areStillThere() {
            assertThat(ofClass.children())
                    .extracting(ChildProcess::name, ChildProcess::isAlive)
                    .containsExactly(tuple("late", true), tuple("direct", true));
        }
    }

    @Test
    void filesOfTheClass_areBesideThoseOfItsTests() throws IOException {
        assertThat(run(FilesTestCases.class)).passes();
        Path file = FilesTestCases.talker.outputFile();
        assertThat(file.toString()).matches(".*FilesTestCases/class(~\\d+)?/talker\\.txt");
        assertThat(file).hasContent("from the class\n");
        assertThat(Files.readString(file.resolveSibling("talker.launch.txt")))
                .contains("test", "class ClassScopeTests$FilesTestCases");
        assertThat(FilesTestCases.ofTest.outputFile().toString()).matches(".*FilesTestCases/test(~\\d+)?/talker\\.txt");
    }

    @MultiProcess
    static class FilesTestCases {

        static ChildProcess<Void> talker;
        static ChildProcess<Void> ofTest;

        @BeforeAll
        static void start(Processes processes) {
            talker = processes.start("talker", () -> System.out.println("from the class"));
        }

        @Test
        void test(Processes processes) {
            ofTest = processes.start("talker", () -> System.out.println("from the test"));
        }
    }

    // ---- failures of a child of the class

    @Test
    void serverCrashesWhileATestWaits_onlyThatTestFails() {
        assertThat(run(CrashTestCases.class))
                .began("first()", "crashes(ProcessQueue)", "last(Processes)")
                .hasOneFailedTest()
                .hasMessage("the server crashes")
                .isOfChild("server", ExitStatus.End.FAILED)
                .tells("test         : class ClassScopeTests$CrashTestCases");
    }

    @MultiProcess
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class CrashTestCases {

        static ProcessQueue<String> requests;
        static ProcessQueue<String> replies;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            requests = asked;
            replies = answered;
            startServer(processes, asked, answered);
        }

        @MultiProcessTest
        @Order(1)
        void first() throws InterruptedException {
            assertThat(ask("a", requests, replies)).isEqualTo("a!");
        }

        @MultiProcessTest
        @Order(2)
        void crashes(ProcessQueue<String> own) throws InterruptedException {
            requests.put("crash");
            own.take();
        }

        @MultiProcessTest
        @Order(3)
        void last(Processes processes) {
            assertThat(processes.start(() -> 1).result()).isEqualTo(1);
        }
    }

    @Test
    void serverHasCrashedAndALaterTestWaitsForIt_failsAtOnce() {
        assertThat(run(DeadServerTestCases.class).failuresOf(Throwable.class))
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).hasMessage("the server crashes"));
    }

    @MultiProcess(timeout = "50s")
    static class DeadServerTestCases {

        static ProcessQueue<String> requests;
        static ProcessQueue<String> replies;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            requests = asked;
            replies = answered;
            startServer(processes, asked, answered);
        }

        @RepeatedTest(2)
        void waits() throws InterruptedException {
            requests.put("crash");
            replies.take();
        }
    }

    @Test
    void serverCrashesUnnoticedByTheTest_testFails() {
        assertThat(run(UnnoticedTestCases.class))
                .began("passesByItself()")
                .hasOneFailedTest()
                .hasMessage("the server crashes");
    }

    @MultiProcess
    static class UnnoticedTestCases {

        static ProcessQueue<String> requests;
        static ChildProcess<Void> server;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            requests = asked;
            server = startServer(processes, asked, answered);
        }

        @MultiProcessTest
        void passesByItself() throws Exception {
            requests.put("crash");
            server.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void serverCrashesWhileNoTestRuns_classFails() {
        assertThat(run(CrashAfterwardsTestCases.class))
                .began("passes()")
                .hasOneFailedContainer()
                .hasMessage("the server crashes")
                .isOfChild("server", ExitStatus.End.FAILED);
    }

    @MultiProcess
    static class CrashAfterwardsTestCases {

        static ChildProcess<Void> server;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            server = startServer(processes, asked, answered);
        }

        @MultiProcessTest
        void passes() {}

        @AfterAll
        static void crash(@QueueName("requests") ProcessQueue<String> asked) throws Exception {
            asked.put("crash");
            server.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    @ResourceLock("SideBySideTestCases")
    void serverCrashesWhileTwoTestsRun_bothFail() {
        assertThat(run(SideBySideTestCases.class, PARALLEL).failuresOf(Throwable.class))
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).hasStackTraceContaining("the server crashes"));
    }

    @MultiProcess(timeout = "30s")
    static class SideBySideTestCases {

        static ProcessQueue<String> requests;
        static ProcessQueue<String> meeting;
        static ChildProcess<Void> server;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered,
                @QueueName("meeting") ProcessQueue<String> met) {
            requests = asked;
            meeting = met;
            server = startServer(processes, asked, answered);
        }

        @Test
        void catchesIt() throws InterruptedException {
            assertThat(meeting.take()).isEqualTo("the other runs");
            requests.put("crash");
            assertThatThrownBy(server::join).hasMessageContaining("the server crashes");
        }

        @Test
        void doesNotLook() throws Exception {
            meeting.put("the other runs");
            server.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void testSeesTheCrash_nothingFails() {
        assertThat(run(SeenTestCases.class)).passes(3);
    }

    @MultiProcess
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class SeenTestCases {

        static ProcessQueue<String> requests;
        static ProcessQueue<String> replies;
        static ChildProcess<Void> server;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            requests = asked;
            replies = answered;
            server = startServer(processes, asked, answered);
        }

        @MultiProcessTest
        @Order(1)
        void crash() throws InterruptedException {
            requests.put("crash");
            assertThat(server.awaitExit().code()).isEqualTo(1);
            server = server.restart();
        }

        @MultiProcessTest
        @Order(2)
        void kill() throws InterruptedException {
            assertThat(ask("a", requests, replies)).isEqualTo("a!");
            server.kill();
            server = server.restart();
        }

        @MultiProcessTest
        @Order(3)
        void restarted() throws InterruptedException {
            assertThat(ask("b", requests, replies)).isEqualTo("b!");
        }
    }

    @Test
    void childOfATestFails_waitOnAQueueOfTheClassEnds() {
        assertThat(run(FailingClientTestCases.class))
                .began("clientFails(Processes)", "next(Processes)")
                .hasOneFailedTest()
                .hasMessage("the client fails");
    }

    @MultiProcess(timeout = "50s")
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class FailingClientTestCases {

        static ProcessQueue<String> replies;

        @BeforeAll
        static void keep(ProcessQueue<String> queue) {
            replies = queue;
        }

        @Test
        @Order(1)
        void clientFails(Processes processes) throws InterruptedException {
            processes.start("client", () -> {
                throw new IllegalStateException("the client fails");
            });
            replies.take();
        }

        @Test
        @Order(2)
        void next(Processes processes) throws InterruptedException {
            ProcessQueue<String> theirs = replies;
            processes.start("client", () -> theirs.put("a"));
            assertThat(replies.take()).isEqualTo("a");
        }
    }

    // ---- deadlines

    @Test
    void beforeAllHangs_classFailsAtItsDeadline() {
        assertThat(run(HangingBeforeAllTestCases.class))
                .began()
                .hasOneFailedContainer()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageStartingWith("test class ClassScopeTests$HangingBeforeAllTestCases was not done within its"
                        + " timeout of 1 s; still running: child 'server'");
    }

    @MultiProcess(timeout = "1s")
    static class HangingBeforeAllTestCases {

        @BeforeAll
        static void start(Processes processes) {
            processes.start("server", Children::waitForEver);
            Children.waitForEver();
        }

        @Test
        void never() {}
    }

    @Test
    void afterAllHangs_classFailsAtItsDeadline() {
        assertThat(run(HangingAfterAllTestCases.class))
                .began("runs()")
                .hasOneFailedContainer()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageStartingWith("test class ClassScopeTests$HangingAfterAllTestCases was not done within its"
                        + " timeout of 1 s");
    }

    @MultiProcess(timeout = "1s")
    static class HangingAfterAllTestCases {

        @MultiProcessTest
        void runs() {}

        @AfterAll
        static void waits(ProcessQueue<String> never) throws InterruptedException {
            assertThat(never.poll(100, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void childOfTheClassThatIsNoDaemonLivesOn_classFailsAtItsDeadline() {
        assertThat(run(LivingOnTestCases.class))
                .began("runs()")
                .hasOneFailedContainer()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageContaining("still running: child 'server'");
    }

    @MultiProcess(timeout = "1s")
    static class LivingOnTestCases {

        @BeforeAll
        static void start(Processes processes) {
            processes.start("server", Children::waitForEver);
        }

        @MultiProcessTest(timeout = "20s")
        void runs() {}
    }

    @Test
    void testsTakeLongerThanTheTimeout_classHasNoDeadlineMeanwhile() {
        assertThat(run(LongTestCases.class)).passes(3);
    }

    @MultiProcess(timeout = "1500ms")
    static class LongTestCases {

        static ChildProcess<Void> server;

        @BeforeAll
        static void start(Processes processes) {
            server = processes.start("server", Children::waitForEver).expectRunningAtEnd();
        }

        @RepeatedTest(3)
        void takesAWhile(ProcessQueue<String> none) throws InterruptedException {
            assertThat(none.poll(700, TimeUnit.MILLISECONDS)).isNull();
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void testIsAbortedAtItsDeadline_childrenOfTheClassSurvive() {
        assertThat(run(AbortedTestCases.class).failuresOf(ChildTimeoutException.class))
                .extracting(Throwable::getMessage)
                .allSatisfy(message -> assertThat(message)
                        .contains("was not done within its timeout of 1 s; still running: child 'client'")
                        .containsPattern("\n  server +: of class ClassScopeTests.AbortedTestCases\n")
                        .containsPattern("\\n  queue +: 'requests': ")
                        .doesNotContain("still running: child 'server'"))
                .hasSize(3);
        assertThat(AbortedTestCases.answer).isEqualTo("a!");
        assertThat(AbortedTestCases.threwNothing).isFalse();
    }

    @MultiProcess(timeout = "1s")
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class AbortedTestCases {

        static ProcessQueue<String> requests;
        static ProcessQueue<String> replies;
        static String answer;
        static boolean threwNothing;
        private static boolean before;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            requests = asked;
            replies = answered;
            startServer(processes, asked, answered);
        }

        @BeforeEach
        void hangsOnce(Processes processes) throws InterruptedException {
            processes.start("client", Children::waitForEver);
            if (!before) {
                before = true;
                replies.take();
            }
        }

        @Test
        @Order(1)
        void beforeEachHangs() {}

        @Test
        @Order(2)
        void swallowsTheInterrupt() {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (System.nanoTime() < end) {
                try {
                    replies.poll(50, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    // The next call must throw.
                }
            }
            threwNothing = true;
        }

        @Test
        @Order(3)
        void waits() throws InterruptedException {
            replies.take();
        }

        @AfterAll
        static void serverAnswers() throws InterruptedException {
            answer = ask("a", requests, replies);
        }
    }

    // ---- BeforeAll fails, and what is left at the end

    @Test
    void beforeAllThrows_childrenEndAndTheirFailuresAreTold() {
        assertThat(run(ThrowingTestCases.class))
                .began()
                .hasOneFailedContainer()
                .hasMessage("no answer")
                .satisfies(failure -> assertThat(FailureAssert.alsoThrown(failure))
                        .singleElement()
                        .satisfies(told -> assertThat(told).hasMessageContaining("the server fails")));
        assertThat(ThrowingTestCases.afterAll).isTrue();
    }

    @MultiProcess
    static class ThrowingTestCases {

        static boolean afterAll;

        @BeforeAll
        static void start(Processes processes) throws Exception {
            processes.start("hanging", Children::waitForEver);
            processes
                    .start("failing", () -> {
                        throw new IllegalStateException("the server fails");
                    })
                    .onExit()
                    .get(20, TimeUnit.SECONDS);
            throw new AssertionError("no answer");
        }

        @Test
        void never() {}

        @AfterAll
        static void runsAllTheSame() {
            afterAll = true;
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void childOfTheClassLeavesAProcess_classFails() {
        assertThat(run(LeavingTestCases.class))
                .began("runs()")
                .hasOneFailedContainer()
                .hasMessageContaining("child 'parent'")
                .hasMessageContaining("left a process running, which was ended");
    }

    @MultiProcess(stopGrace = "1s")
    static class LeavingTestCases {

        @BeforeAll
        static void start(Processes processes) {
            processes
                    .start("parent", () -> {
                        new ProcessBuilder("sleep", "1000").start();
                    })
                    .join();
        }

        @MultiProcessTest
        void runs() {}
    }

    // ---- deadlocks

    @Test
    void testAndServerWaitForEachOther_isADeadlockOfTheTest() {
        assertThat(run(DeadlockedTestCases.class))
                .began("waits()", "works()")
                .hasOneFailedTest()
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining("server waits to take from queue 'requests'");
    }

    @MultiProcess(timeout = "50s")
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class DeadlockedTestCases {

        static ProcessQueue<String> requests;
        static ProcessQueue<String> replies;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered)
                throws InterruptedException {
            requests = asked;
            replies = answered;
            startServer(processes, asked, answered);
            assertThat(ask("up", asked, answered)).isEqualTo("up!");
        }

        @MultiProcessTest
        @Order(1)
        void waits() throws InterruptedException {
            replies.take();
        }

        @MultiProcessTest
        @Order(2)
        void works() throws InterruptedException {
            assertThat(ask("a", requests, replies)).isEqualTo("a!");
        }
    }

    @Test
    void beforeAllAndItsChildWaitForEachOther_isADeadlockOfTheClass() {
        assertThat(run(DeadlockedClassTestCases.class))
                .began()
                .hasOneFailedContainer()
                .isInstanceOf(DeadlockException.class)
                .hasMessageStartingWith("test class ClassScopeTests$DeadlockedClassTestCases cannot continue");
    }

    @MultiProcess(timeout = "50s")
    static class DeadlockedClassTestCases {

        @BeforeAll
        static void start(Processes processes, ProcessQueue<String> queue) {
            processes.start("server", () -> queue.take()).join();
        }

        @Test
        void never() {}
    }

    @Test
    @ResourceLock("PatientParallelTestCases")
    void otherTestMayStillAsk_isNoDeadlock() {
        assertThat(run(PatientParallelTestCases.class, PARALLEL)).passes(2);
    }

    @MultiProcess(timeout = "30s")
    static class PatientParallelTestCases {

        static ProcessQueue<String> requests;
        static ProcessQueue<String> replies;

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            requests = asked;
            replies = answered;
            startServer(processes, asked, answered);
        }

        @Test
        void waitsForWhatTheOtherAsks() throws InterruptedException {
            assertThat(replies.take()).isEqualTo("a!");
        }

        @Test
        void asksLate(ProcessQueue<String> none) throws InterruptedException {
            assertThat(none.poll(Duration.ofSeconds(3).toMillis(), TimeUnit.MILLISECONDS))
                    .isNull();
            requests.put("a");
        }
    }

    @Test
    void longTestWithAWaitingServer_isNoDeadlockOfTheClass() {
        assertThat(run(IdleServerTestCases.class)).passes(1);
    }

    @MultiProcess(timeout = "30s")
    static class IdleServerTestCases {

        @BeforeAll
        static void start(
                Processes processes,
                @QueueName("requests") ProcessQueue<String> asked,
                @QueueName("replies") ProcessQueue<String> answered) {
            startServer(processes, asked, answered);
        }

        @MultiProcessTest
        void waitsForItsOwnChild(Processes processes) {
            List<Integer> results = processes
                    .start(1, "busy", index -> {
                        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
                        while (System.nanoTime() < end) {
                            Thread.onSpinWait();
                        }
                        return index;
                    })
                    .results();
            assertThat(results).containsExactly(0);
        }
    }
}
