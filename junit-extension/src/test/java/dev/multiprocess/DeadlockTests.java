package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.kit.FailureAssert;
import dev.multiprocess.kit.Nightly;
import dev.multiprocess.kit.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes that wait for each other are found at once, not at the deadline. */
@Tag("fork")
@Timeout(60)
class DeadlockTests {

    private static final String TESTS = "DeadlockTests$DeadlockTestCases.";
    private static final String OUTPUT = "<output>/dev.multiprocess.DeadlockTests$DeadlockTestCases/";

    @Test
    void twoChildrenTakeFirst() {
        deadlockOf("twoChildrenTakeFirst")
                .saysExactly(
                        "test " + TESTS + "twoChildrenTakeFirst cannot continue: all its processes wait,"
                                + " and none is left that could end that",
                        "  deadlock     : test JVM waits for all children to end: ping, pong",
                        "                 ping waits to take from queue 'pongs', which pong may still write to",
                        "                 pong waits to take from queue 'pings', which ping may still write to",
                        "  test JVM     : waits for all children to end (for <time> ms)",
                        "  ping         : waits to take from queue 'pongs' (for <time> ms)",
                        "                 main thread WAITING",
                        "                 at dev.multiprocess.DeadlockTests$DeadlockTestCases"
                                + ".lambda$twoChildrenTakeFirst(DeadlockTests.java)",
                        "  output       : none",
                        "  pong         : waits to take from queue 'pings' (for <time> ms)",
                        "                 main thread WAITING",
                        "                 at dev.multiprocess.DeadlockTests$DeadlockTestCases"
                                + ".lambda$twoChildrenTakeFirst(DeadlockTests.java)",
                        "  output       : none",
                        "  queue        : 'pings': 0 in it, 0 put, 0 taken, open for writers: ping, waiting to take: pong",
                        "  queue        : 'pongs': 0 in it, 0 put, 0 taken, open for writers: pong, waiting to take: ping",
                        "  thread dumps : " + OUTPUT + "twoChildrenTakeFirst");
    }

    @Test
    void testDoesNotCloseItsWriter() {
        deadlockOf("testDoesNotCloseItsWriter")
                .saysExactly(
                        "test " + TESTS + "testDoesNotCloseItsWriter cannot continue: all its processes wait,"
                                + " and none is left that could end that",
                        "  deadlock     : test JVM waits for child 'reader' to end",
                        "                 reader waits to take from queue 'numbers', which test JVM may still write to",
                        "  test JVM     : waits for child 'reader' to end (for <time> ms)",
                        "  reader       : waits to take from queue 'numbers' (for <time> ms)",
                        "                 main thread WAITING",
                        "                 at dev.multiprocess.DeadlockTests$DeadlockTestCases"
                                + ".lambda$testDoesNotCloseItsWriter(DeadlockTests.java)",
                        "  last output  : got 1",
                        "  all output   : " + OUTPUT + "testDoesNotCloseItsWriter/reader.txt",
                        "  queue        : 'numbers': 0 in it, 1 put, 1 taken, open for writers: test JVM,"
                                + " waiting to take: reader",
                        "  thread dumps : " + OUTPUT + "testDoesNotCloseItsWriter",
                        "The test JVM has not closed its writer of queue 'numbers', or has put into the queue itself:"
                                + " close it when everything has been put.")
                .hasStackTraceContaining("DeadlockTestCases.testDoesNotCloseItsWriter");
    }

    @Test
    void childrenJoinEachOther() {
        FailureAssert failure = deadlockOf("childrenJoinEachOther");

        failure.isInstanceOfSatisfying(
                DeadlockException.class,
                deadlock -> assertThat(deadlock.cycle())
                        .containsExactly(
                                "test JVM waits for all children to end: a, b",
                                "a waits for child 'b' to end",
                                "b waits for child 'a' to end"));
    }

    @Test
    void onlyReaderWaitsToPutIntoFullQueue() {
        deadlockOf("onlyReaderWaitsToPutIntoFullQueue")
                .isInstanceOfSatisfying(
                        DeadlockException.class,
                        deadlock -> assertThat(deadlock.cycle())
                                .containsExactly(
                                        "test JVM waits for child 'echo' to end",
                                        "echo waits to put into queue 'echoes', which is full"
                                                + " and which echo itself took from"));
    }

    @Test
    void nobodyReadsFullQueue() {
        deadlockOf("nobodyReadsFullQueue")
                .isInstanceOfSatisfying(
                        DeadlockException.class,
                        deadlock -> assertThat(deadlock.cycle())
                                .containsExactly("test JVM waits to put into queue 'numbers', which is full"
                                        + " and which nobody has taken from"));
    }

    @Test
    void testTakesWhatNobodyPuts() {
        deadlockOf("testTakesWhatNobodyPuts")
                .saysExactly(
                        "test " + TESTS + "testTakesWhatNobodyPuts cannot continue: all its processes wait,"
                                + " and none is left that could end that",
                        "  deadlock     : test JVM waits to take from queue 'numbers', which nobody is writing to",
                        "  test JVM     : waits to take from queue 'numbers' (for <time> ms)",
                        "  writer       : finished",
                        "  queue        : 'numbers': 0 in it, 1 put, 1 taken, no open writer, waiting to take: test JVM",
                        "  thread dumps : " + OUTPUT + "testTakesWhatNobodyPuts");
    }

    @Test
    void severalThreadsOfChildWait() {
        deadlockOf("severalThreadsOfChildWait");
    }

    @Test
    void rolesWaitForTest_whichWaitsForThem() {
        assertThat(run(RolesTestCases.class))
                .tookAtMost(ofSeconds(10))
                .hasOneFailure()
                .isInstanceOf(DeadlockException.class);
    }

    @Test
    void dynamicTest() {
        assertThat(run(DeadlockTestCases.class, "factory"))
                .tookAtMost(ofSeconds(10))
                .hasOneFailure()
                .isInstanceOf(DeadlockException.class);
    }

    @Test
    void underJupiterTimeoutInSeparateThread() {
        deadlockOf("underJupiterTimeoutInSeparateThread");
    }

    /** Each takes as long as a deadlock would take to be found. */
    private static Stream<String> patient() {
        return Nightly.all(
                3,
                "threadOfTestPutsLater",
                "schedulerOfTestPutsLater",
                "delayedFutureOfTestPutsLater",
                "processOfTestEndsLater",
                "endOfChildIsHandledSlowly",
                "threadOfChildPutsLater",
                "schedulerOfChildPutsLater",
                "childReadsFromProcess",
                "childWaitsForProcess",
                "childReadsFromSocket",
                "childWaitsWithLimit",
                "taskHasASoftLimit",
                "childIsPaused",
                "childrenPlayPingPong");
    }

    @ParameterizedTest
    @MethodSource("patient")
    void somebodyCanGoOn_nothingIsWrong(String test) {
        assertThat(run(PatientTestCases.class, test)).passes();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadOfChildPutsLater() {
        assertThat(run(PatientTestCases.class, "virtualThreadOfChildPutsLater")).passes();
    }

    @Test
    void testsRunSideBySide_nothingIsWrong() {
        Map<String, String> parallel = Map.of(
                "junit.jupiter.execution.parallel.enabled", "true",
                "junit.jupiter.execution.parallel.mode.default", "concurrent",
                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "3");
        assertThat(run(SideBySideTestCases.class, parallel)).passes(5);
    }

    private static FailureAssert deadlockOf(String test) {
        return assertThat(run(DeadlockTestCases.class, test))
                .tookAtMost(ofSeconds(15))
                .hasOneFailure()
                .satisfies(failure -> assertThat(failure).isInstanceOf(DeadlockException.class));
    }

    @MultiProcess(timeout = "30s")
    static class DeadlockTestCases {

        @Test
        void twoChildrenTakeFirst(
                Processes processes, ProcessQueue<Integer> pings, @QueueName("pongs") ProcessQueue<Integer> pongs) {
            QueueWriter<Integer> ping = pings.writer();
            QueueReader<Integer> pinged = pings.reader();
            QueueWriter<Integer> pong = pongs.writer();
            QueueReader<Integer> ponged = pongs.reader();
            processes.start("ping", () -> {
                ponged.take();
                ping.put(1);
            });
            processes.start("pong", () -> {
                pinged.take();
                pong.put(1);
            });
        }

        @Test
        void testDoesNotCloseItsWriter(Processes processes, ProcessQueue<Integer> numbers) {
            QueueReader<Integer> reader = numbers.reader();
            ChildProcess<Void> child =
                    processes.start("reader", () -> reader.forEach(number -> System.out.println("got " + number)));
            QueueWriter<Integer> writer = numbers.writer();
            writer.put(1);
            child.join();
        }

        @Test
        void childrenJoinEachOther(Processes processes, ProcessQueue<ChildProcess<Void>> others) {
            QueueReader<ChildProcess<Void>> reader = others.reader();
            ChildProcess<Void> a =
                    processes.start("a", () -> reader.take().orElseThrow().join());
            ChildProcess<Void> b = processes.start("b", () -> a.join());
            try (QueueWriter<ChildProcess<Void>> writer = others.writer()) {
                writer.put(b);
            }
        }

        @Test
        void onlyReaderWaitsToPutIntoFullQueue(Processes processes, @Capacity(1) ProcessQueue<Integer> echoes)
                throws InterruptedException {
            echoes.put(0);
            processes
                    .start("echo", () -> {
                        echoes.put(echoes.take() + 1);
                        echoes.put(2);
                    })
                    .join();
        }

        @Test
        void nobodyReadsFullQueue(Processes processes, @Capacity(1) ProcessQueue<Integer> numbers)
                throws InterruptedException {
            numbers.put(1);
            numbers.put(2);
        }

        @Test
        void testTakesWhatNobodyPuts(Processes processes, ProcessQueue<Integer> numbers) throws InterruptedException {
            processes.start("writer", () -> numbers.put(1)).join();
            numbers.take();
            numbers.take();
        }

        @Test
        void severalThreadsOfChildWait(Processes processes, ProcessQueue<Integer> numbers) {
            processes.start("child", () -> {
                CountDownLatch never = new CountDownLatch(1);
                Thread other = new Thread(() -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                other.start();
                QueueReader<Integer> reader = numbers.reader();
                Thread taking = new Thread(reader::take);
                taking.start();
                reader.take();
                never.countDown();
            });
        }

        @TestFactory
        Stream<DynamicTest> factory(Processes processes, ProcessQueue<Integer> numbers) {
            return Stream.of(DynamicTest.dynamicTest("takes", numbers::take));
        }

        @Test
        @Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void underJupiterTimeoutInSeparateThread(Processes processes, ProcessQueue<Integer> numbers)
                throws InterruptedException {
            numbers.take();
        }
    }

    /** Tests that wait for a while, and in which somebody is left who ends that. */
    @MultiProcess(timeout = "15s")
    static class PatientTestCases {

        private static final long LATER_MILLIS = 1_800;

        private static void putLater(ProcessQueue<Integer> queue) {
            try {
                Thread.sleep(LATER_MILLIS);
                queue.put(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void takeInBackground(QueueReader<Integer> reader) {
            Thread taking = new Thread(reader::take);
            taking.setDaemon(true);
            taking.start();
        }

        @Test
        void threadOfTestPutsLater(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            new Thread(() -> putLater(queue)).start();
            assertThat(queue.take()).isEqualTo(1);
        }

        @Test
        void schedulerOfTestPutsLater(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            QueueWriter<Integer> writer = queue.writer();
            ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
            scheduler.schedule(() -> writer.put(1), LATER_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(queue.take()).isEqualTo(1);
            scheduler.shutdown();
        }

        @Test
        void delayedFutureOfTestPutsLater(Processes processes, ProcessQueue<Integer> queue)
                throws InterruptedException {
            QueueWriter<Integer> writer = queue.writer();
            CompletableFuture.runAsync(
                    () -> writer.put(1),
                    CompletableFuture.delayedExecutor(LATER_MILLIS, TimeUnit.MILLISECONDS, Runnable::run));
            assertThat(queue.take()).isEqualTo(1);
        }

        @Test
        void processOfTestEndsLater(Processes processes, ProcessQueue<Integer> queue)
                throws InterruptedException, IOException {
            QueueWriter<Integer> writer = queue.writer();
            new ProcessBuilder("sleep", "2").start().onExit().thenRun(() -> writer.put(1));
            assertThat(queue.take()).isEqualTo(1);
        }

        @Test
        void endOfChildIsHandledSlowly(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            processes.start("short", () -> {}).onExit().thenRun(() -> putLater(queue));
            assertThat(queue.take()).isEqualTo(1);
        }

        @Test
        void threadOfChildPutsLater(Processes processes, ProcessQueue<Integer> queue) {
            processes.start("child", () -> {
                QueueReader<Integer> reader = queue.reader();
                new Thread(() -> putLater(queue)).start();
                assertThat(reader.take()).contains(1);
            });
        }

        @Test
        void schedulerOfChildPutsLater(Processes processes, ProcessQueue<Integer> queue) {
            processes.start("child", () -> {
                QueueReader<Integer> reader = queue.reader();
                QueueWriter<Integer> writer = queue.writer();
                ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
                scheduler.schedule(() -> writer.put(1), LATER_MILLIS, TimeUnit.MILLISECONDS);
                assertThat(reader.take()).contains(1);
                scheduler.shutdown();
            });
        }

        @Test
        void childReadsFromProcess(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            processes.start("child", () -> {
                takeInBackground(queue.reader());
                Process late = new ProcessBuilder("sh", "-c", "sleep 2; echo").start();
                late.getInputStream().read();
                queue.put(1);
                queue.put(2);
            });
            queue.take();
        }

        @Test
        void childWaitsForProcess(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            processes.start("child", () -> {
                takeInBackground(queue.reader());
                new ProcessBuilder("sleep", "2").start().waitFor();
                queue.put(1);
                queue.put(2);
            });
            queue.take();
        }

        @Test
        void childReadsFromSocket(Processes processes, ProcessQueue<Integer> queue)
                throws IOException, InterruptedException {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = server.getLocalPort();
                ChildProcess<Void> child = processes.start("child", () -> {
                    takeInBackground(queue.reader());
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        socket.getInputStream().read();
                    }
                });
                child.awaitRunning();
                // Nobody of this test writes to it: the operating system ends the connection when its time is over.
                Socket accepted = server.accept();
                new Thread(() -> {
                            try (accepted) {
                                Thread.sleep(LATER_MILLIS);
                            } catch (InterruptedException | IOException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                        .start();
                child.join();
            }
        }

        @Test
        void taskHasASoftLimit(
                Processes processes, ProcessQueue<Integer> queue, @QueueName("other") ProcessQueue<Integer> other)
                throws InterruptedException {
            processes.with(o -> o.softLimit(Duration.ofMillis(LATER_MILLIS))).start("child", () -> {
                try {
                    other.take();
                } catch (InterruptedException e) {
                    queue.put(1);
                }
            });
            queue.take();
        }

        @Test
        void childWaitsWithLimit(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            processes.start("child", () -> {
                takeInBackground(queue.reader());
                assertThat(queue.poll(2, TimeUnit.SECONDS)).isNull();
                queue.put(1);
                queue.put(2);
            });
            queue.take();
        }

        @Test
        void childIsPaused(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException, IOException {
            ChildProcess<Void> child = processes.start("child", () -> {
                queue.put(queue.take() + 1);
            });
            child.awaitRunning();
            Signals.pause(child);
            queue.put(1);
            new ProcessBuilder("sh", "-c", "sleep 2; kill -CONT " + child.pid()).start();
            child.join();
            assertThat(queue.take()).isEqualTo(2);
        }

        @Test
        void childrenPlayPingPong(
                Processes processes, ProcessQueue<Integer> pings, @QueueName("pongs") ProcessQueue<Integer> pongs) {
            QueueWriter<Integer> ping = pings.writer();
            QueueReader<Integer> pinged = pings.reader();
            QueueWriter<Integer> pong = pongs.writer();
            QueueReader<Integer> ponged = pongs.reader();
            int rounds = 30_000;
            processes.start("ping", () -> {
                for (int i = 0; i < rounds; i++) {
                    ping.put(i);
                    ponged.take();
                }
            });
            processes.start("pong", () -> {
                for (int i = 0; i < rounds; i++) {
                    pinged.take();
                    pong.put(i);
                }
            });
        }

        @Test
        void virtualThreadOfChildPutsLater(Processes processes, ProcessQueue<Integer> queue) {
            processes.start("child", () -> {
                QueueReader<Integer> reader = queue.reader();
                // By its name, since these tests are compiled for a JDK without.
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable)
                        () -> putLater(queue));
                assertThat(reader.take()).contains(1);
            });
        }
    }

    /** As many tests as make some wait for a free thread, each with children that wait for each other for a while. */
    @MultiProcess(timeout = "30s")
    static class SideBySideTestCases {

        @RepeatedTest(3)
        void childIsSlow(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            processes.start("slow", () -> PatientTestCases.putLater(queue));
            queue.take();
        }

        @TestFactory
        Stream<DynamicTest> oneTakesWhatTheOtherPuts(Processes processes, ProcessQueue<Integer> queue) {
            return Stream.of(
                    DynamicTest.dynamicTest("takes", queue::take),
                    DynamicTest.dynamicTest("puts", () -> PatientTestCases.putLater(queue)));
        }
    }

    static class RolesTestCases {

        @ReaderProcess
        static int sum(QueueReader<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

        @MultiProcessTest(timeout = "30s")
        void feedsItself(@Results("sum") List<Integer> sums, QueueWriter<Integer> numbers) {
            numbers.put(1);
        }
    }
}
