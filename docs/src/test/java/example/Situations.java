package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.ReaderProcess;
import dev.multiprocess.Results;
import dev.multiprocess.WriterProcess;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.memory.Bytes;
import dev.multiprocess.memory.SharedMemory;
import dev.multiprocess.pool.ProcessPool;
import dev.multiprocess.pool.Workers;
import dev.multiprocess.sync.Parties;
import dev.multiprocess.sync.ProcessBarrier;
import dev.multiprocess.sync.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that fail, each in one way that a page shows; run by the tests of the pages only. */
public final class Situations {

    private Situations() {}

    record Order(int id) {}

    /** A reader that hangs. */
    public static class OrderFeedTestCases {

        @WriterProcess
        static void place(QueueWriter<Order> orders) {
            for (int id = 0; id < 100; id++) {
                orders.put(new Order(id));
            }
        }

        @ReaderProcess
        static int handle(QueueReader<Order> orders) throws InterruptedException {
            int handled = 0;
            for (Order order : orders) {
                bill(order);
                handled++;
            }
            return handled;
        }

        static void bill(Order order) throws InterruptedException {
            if (order.id() == 41) {
                System.out.println("asking for the price of order 41");
                new CountDownLatch(1).await(); // an answer that never comes
            }
        }

        @MultiProcessTest(timeout = "8s")
        void everyOrderIsHandledOnce(@Results("handle") List<Integer> handled) {}
    }

    /** A child whose task throws. */
    public static class ChildFailedTestCases {

        // snippet: child-failed
        @MultiProcessTest
        void importsTheFile(Processes processes) {
            processes.start("importer", () -> {
                System.out.println("reading prices.csv");
                throw new IOException("prices.csv, line 7: not a number: 'abc'");
            });
        }
        // end
    }

    /** A child that calls exit. */
    public static class ChildExitedTestCases {

        // snippet: child-exited
        @MultiProcessTest
        void servesUntilStopped(Processes processes) {
            processes.start("server", () -> {
                System.err.println("port 80 is in use");
                System.exit(0);
            });
        }
        // end
    }

    /** A child that a signal ends. */
    public static class ChildKilledTestCases {

        // snippet: child-killed
        @MultiProcessTest
        void fillsTheCache(Processes processes) {
            processes.start("filler", () -> {
                String pid = String.valueOf(ProcessHandle.current().pid());
                new ProcessBuilder("sh", "-c", "kill -9 " + pid).start().waitFor();
                new CountDownLatch(1).await();
            });
        }
        // end
    }

    /** A child that takes too long to start. */
    public static class ChildLateTestCases {

        // snippet: child-late
        @MultiProcessTest(startTimeout = "10ms")
        void startsInTime(Processes processes) {
            processes.start("server", () -> System.out.println("up"));
        }
        // end
    }

    /** A child that dies before its task. */
    public static class ChildNotBootedTestCases {

        // snippet: child-not-booted
        @MultiProcessTest(jvmArgs = "-Xmx64x")
        void hasEnoughHeap(Processes processes) {
            processes.start("server", () -> System.out.println("up"));
        }
        // end
    }

    /** A child that ends without the line that the test waits for. */
    public static class LineUnwrittenTestCases {

        // snippet: line-unwritten
        @MultiProcessTest
        void servesOrders(Processes processes) {
            ChildProcess<Void> shop = processes.start("shop", () -> {
                System.err.println("no orders.db here");
                System.exit(2);
            });
            shop.awaitOutput(Pattern.compile("started on port (\\d+)"));
        }
        // end
    }

    /** A class that is no program. */
    public static class NoMainTestCases {

        // snippet: no-main
        static class Shop {

            static void main() {}
        }

        @MultiProcessTest
        void opens(Processes processes) {
            processes.startMain(Shop.class);
        }
        // end
    }

    /** A child that lives on. */
    public static class ChildLivesOnTestCases {

        // snippet: child-lives-on
        @MultiProcessTest(stopGrace = "1s")
        void closesItsPool(Processes processes) {
            processes.start("server", () -> new Thread(ChildLivesOnTestCases::work, "pool-1").start());
        }

        static void work() {
            LockSupport.park();
        }
        // end
    }

    /** A child that does not come to an end. */
    public static class DeadlineTestCases {

        // snippet: deadline
        @MultiProcessTest(timeout = "5s")
        void findsTheLeader(Processes processes, ProcessQueue<String> leaders) throws InterruptedException {
            processes.start("node", () -> {
                while (!hasVotes()) {
                    TimeUnit.SECONDS.sleep(1);
                }
                leaders.put("node");
            });
            leaders.take();
        }

        static boolean hasVotes() {
            return false;
        }
        // end
    }

    /** Processes that wait for each other. */
    public static class DeadlockTestCases {

        // snippet: deadlock
        @MultiProcessTest
        void sumsUp(Processes processes, ProcessQueue<Integer> numbers) {
            QueueReader<Integer> reader = numbers.reader();
            ChildProcess<Integer> adder = processes.start(
                    "adder", () -> reader.stream().mapToInt(Integer::intValue).sum());
            QueueWriter<Integer> writer = numbers.writer();
            writer.putAll(List.of(1, 2, 3));
            assertThat(adder.result()).isEqualTo(6);
        }
        // end
    }

    /** A test that JUnit ends. */
    public static class JupiterTimeoutTestCases {

        // snippet: jupiter-timeout
        @MultiProcessTest
        @Timeout(4)
        void waitsForTheServer(Processes processes) {
            processes.start("server", () -> TimeUnit.HOURS.sleep(1)).join();
        }
        // end
    }

    /** A child that needs more memory than it has. */
    public static class OutOfMemoryTestCases {

        // snippet: out-of-memory
        @MultiProcessTest
        void loadsTheIndex(Processes processes) {
            processes.with(options -> options.jvmArgs("-Xmx32m")).start("index", () -> {
                System.out.println("loading 1 GB");
                return new byte[1 << 30].length;
            });
        }
        // end
    }

    /** A child whose exception cannot be made again in the test JVM. */
    public static class UnrebuildableTestCases {

        // snippet: unrebuildable
        static class ShardException extends RuntimeException {

            private final transient List<Integer> shards;

            ShardException(List<Integer> shards) {
                this.shards = shards;
            }

            @Override
            public String getMessage() {
                return shards.size() + " shards are missing";
            }
        }

        @MultiProcessTest
        void findsAllShards(Processes processes) {
            processes.start("search", () -> {
                throw new ShardException(List.of(3, 7));
            });
        }
        // end
    }

    /** A child that leaves a process of its own. */
    public static class LeakTestCases {

        // snippet: leak
        @MultiProcessTest(stopGrace = "1s")
        void startsItsDatabase(Processes processes) {
            processes.start("service", () -> {
                Process database = new ProcessBuilder("sleep", "600").start();
                System.out.println("database is up: " + database.isAlive());
            });
        }
        // end
    }

    record Job(String name, Thread runner) {}

    /** An element that cannot cross. */
    public static class ElementRefusedTestCases {

        // snippet: element-refused
        @MultiProcessTest
        void runsJobs(ProcessQueue<Job> jobs) throws InterruptedException {
            jobs.put(new Job("index", new Thread()));
        }
        // end
    }

    /** A captured value that cannot cross. */
    public static class CaptureRefusedTestCases {

        // snippet: capture-refused
        @MultiProcessTest
        void countsDown(Processes processes) {
            CountDownLatch latch = new CountDownLatch(1);
            processes.start("counter", latch::countDown);
        }
        // end
    }

    /** A task that uses a field of its test. */
    public static class FieldUsedTestCases {

        // snippet: field-used
        @TempDir
        Path directory;

        ExecutorService pool = ForkJoinPool.commonPool();

        @MultiProcessTest
        void writesAFile(Processes processes) {
            processes.start("writer", () -> {
                Files.writeString(directory.resolve("data"), "written");
            });
        }
        // end
    }

    /** A lambda of an interface that is not Serializable. */
    public static class LambdaRefusedTestCases {

        // snippet: lambda-refused
        @MultiProcessTest
        void calls(Processes processes) {
            Callable<Integer> answer = () -> 42;
            processes.start("caller", () -> answer.call());
        }
        // end
    }

    /** A result that cannot cross. */
    public static class ResultRefusedTestCases {

        // snippet: result-refused
        @MultiProcessTest
        void returnsAThread(Processes processes) {
            processes.start("worker", () -> new Job("index", new Thread()));
        }
        // end
    }

    /** A stream that was not finished. */
    public static class QueueBrokenTestCases {

        // snippet: queue-broken
        @MultiProcessTest
        void readsAll(Processes processes, ProcessQueue<Integer> numbers) {
            QueueWriter<Integer> writer = numbers.writer();
            QueueReader<Integer> reader = numbers.reader();
            processes
                    .start("writer", () -> {
                        writer.put(1);
                        Runtime.getRuntime().halt(9);
                    })
                    .awaitExit();
            reader.forEach(System.out::println);
        }
        // end
    }

    /** A queue that was closed. */
    public static class QueueClosedTestCases {

        // snippet: queue-closed
        @MultiProcessTest
        void putsAfterTheEnd(ProcessQueue<Integer> numbers) throws InterruptedException {
            numbers.close();
            numbers.put(1);
        }
        // end
    }

    /** A closed queue without elements. */
    public static class QueueEmptyTestCases {

        // snippet: queue-empty
        @MultiProcessTest
        void takesAfterTheEnd(ProcessQueue<Integer> numbers) throws InterruptedException {
            numbers.close();
            numbers.take();
        }
        // end
    }

    /** A writer that was closed. */
    public static class WriterClosedTestCases {

        // snippet: writer-closed
        @MultiProcessTest
        void putsAfterItsOwnEnd(QueueWriter<Integer> numbers) {
            numbers.close();
            numbers.put(1);
        }
        // end
    }

    /** A bad value in an annotation. */
    public static class BadValueTestCases {

        // snippet: bad-value
        @MultiProcessTest(timeout = "soon")
        void isQuick(Processes processes) {}
        // end
    }

    /** A test that is well itself; its configuration is not. */
    public static class ConfiguredTestCases {

        @MultiProcessTest
        void anyTest(Processes processes) {}
    }

    /** An output directory that others can write to. */
    public static class SharedOutputTestCases {

        // snippet: shared-output
        @MultiProcessTest
        void startsOne(Processes processes) {
            processes.start("child", () -> {}).join();
        }
        // end
    }

    /** A queue where there is no test. */
    @MultiProcess
    public static class WrongPlaceTestCases {

        // snippet: wrong-place
        WrongPlaceTestCases(ProcessQueue<Integer> numbers) {}

        @Test
        void reads() {}
        // end
    }

    /** Processes where the extension is not registered. */
    public static class NotRegisteredTestCases {

        // snippet: not-registered
        @BeforeAll
        static void startServer(Processes processes) {}

        @MultiProcessTest
        void asksTheServer() {}
        // end
    }

    /** A child of the class that fails while a test runs. */
    @MultiProcess
    public static class ClassChildFailedTestCases {

        // snippet: class-child-failed
        static ProcessQueue<String> requests;
        static ProcessQueue<Integer> replies;

        @BeforeAll
        static void startServer(Processes processes, ProcessQueue<String> asked, ProcessQueue<Integer> answered) {
            requests = asked;
            replies = answered;
            processes.with(o -> o.daemon(true)).start("server", () -> {
                while (true) {
                    answered.put(Integer.parseInt(asked.take()));
                }
            });
        }

        @Test
        void answersAnEmptyRequest() throws InterruptedException {
            requests.put("");
            assertThat(replies.take()).isZero();
        }
        // end
    }

    /** A parameter that a role cannot have. */
    public static class WrongRoleTestCases {

        // snippet: wrong-role
        @WriterProcess
        static void write(Processes processes) {}

        @MultiProcessTest
        void reads(ProcessQueue<Integer> numbers) {}
        // end
    }

    /** Two annotations that each make a test. */
    public static class TwoAnnotationsTestCases {

        // snippet: two-annotations
        @RepeatedTest(2)
        @MultiProcessTest
        void isStable(Processes processes) {}
        // end
    }

    /** A test JVM that crashes, and what a child of it had started. */
    public static class LeftoverTestCases {

        // snippet: leftover
        @MultiProcessTest
        void crashes(Processes processes, ProcessQueue<String> events) throws InterruptedException {
            processes.start("child", () -> {
                new ProcessBuilder("sh", "-c", "sleep 60 &").start().waitFor();
                events.put("started");
                new CountDownLatch(1).await();
            });
            events.take();
            Runtime.getRuntime().halt(1); // as a crash would
        }
        // end
    }

    /** A result of a child that the test itself has killed. */
    public static class NoResultTestCases {

        // snippet: no-result
        @MultiProcessTest
        void countsInParts(Processes processes) {
            ProcessGroup<Integer> counters = processes.start(2, "counter", index -> {
                if (index == 1) {
                    new CountDownLatch(1).await(); // a long part
                }
                return index;
            });
            counters.get(1).awaitRunning();
            counters.get(1).kill();
            assertThat(counters.results()).hasSize(2);
        }
        // end
    }

    /** A worker that dies under a task. */
    public static class LostTaskTestCases {

        // snippet: lost-task
        @MultiProcessTest
        void importsAll(@Workers(2) ProcessPool importers) throws Exception {
            importers
                    .with(o -> o.label("customers.csv"))
                    .submit(() -> {
                        System.out.println("line 1000");
                        Runtime.getRuntime().halt(134); // as a crash would
                    })
                    .get();
        }
        // end
    }

    /** A task of a pool that is not done at its limit. */
    public static class TaskLimitTestCases {

        // snippet: task-limit
        @MultiProcessTest
        void findsARoute(@Workers(1) ProcessPool planners) throws Exception {
            planners.with(o -> o.label("Rome").hardLimit(Duration.ofMillis(800)))
                    .submit(() -> {
                        while (true) {
                            Thread.onSpinWait();
                        }
                    })
                    .get();
        }
        // end
    }

    /** Workers that cannot be made ready. */
    public static class InitializerTestCases {

        // snippet: initializer
        @MultiProcessTest
        void countsWords(Processes processes) {
            ProcessPool readers = processes.pool(
                    "readers",
                    2,
                    o -> o.initializer(() -> {
                        throw new IOException("no dictionary");
                    }));
            readers.map(text -> text.length(), List.of("one", "two")).toList();
        }
        // end
    }

    /** A shared object whose owner has ended. */
    public static class OwnerEndedTestCases {

        // snippet: owner-ended
        @MultiProcessTest
        void asksTheRegistry(Processes processes, ProcessQueue<List<String>> shared) throws InterruptedException {
            processes.start("registry", () -> shared.put(processes.share(List.class, List.of("a", "b"))));
            List<String> names = shared.take();
            processes.children().get(0).join();
            names.size();
        }
        // end
    }

    /** Tasks that wait for tasks which no worker can begin. */
    public static class WorkersWaitTestCases {

        // snippet: workers-wait
        @MultiProcessTest
        void addsInParts(@Workers(1) ProcessPool adders) throws Exception {
            adders.submit(() -> 1 + adders.submit(() -> 2).get()).get();
        }
        // end
    }

    /** Memory that is used after its test. */
    @TestMethodOrder(MethodOrderer.MethodName.class)
    public static class MemoryEndedTestCases {

        private static SharedMemory board;

        @MultiProcessTest
        void firstFills(@Bytes("1k") SharedMemory scores) {
            board = scores;
            board.setInt(0, 3);
        }

        // snippet: memory-ended
        @MultiProcessTest
        void secondReads() {
            board.getInt(0); // of the test before
        }
        // end
    }

    /** A value that is not where a value can be. */
    public static class MemoryOffsetTestCases {

        // snippet: memory-offset
        @MultiProcessTest
        void countsInTheWrongPlace(@Bytes("1k") SharedMemory counters) {
            counters.getAndAddLong(12, 1);
        }
        // end
    }

    /** A point that no process is left to reach. */
    public static class UnreachedPointTestCases {

        // snippet: unreached-point
        @MultiProcessTest
        void crashesBeforeTheSync(Processes processes, Checkpoints checkpoints) {
            checkpoints.hold("synced");
            processes.start("writer", () -> checkpoints.reach("syncd"));
            checkpoints.await("synced");
        }
        // end
    }

    /** A process that stands at a point which nothing releases. */
    public static class HeldPointTestCases {

        // snippet: held-point
        @MultiProcessTest
        void writesAll(Processes processes, Checkpoints checkpoints) {
            checkpoints.hold("written");
            processes.start("writer", () -> checkpoints.reach("written")).join();
        }
        // end
    }

    /** An order in which one process waits for another that stands at a later point. */
    public static class ImpossibleOrderTestCases {

        // snippet: impossible-order
        @MultiProcessTest
        void readsBeforeItIsWritten(Processes processes, Checkpoints checkpoints, ProcessQueue<String> lines) {
            checkpoints.order("read", "writes");
            processes.start("reader", () -> {
                lines.take();
                checkpoints.reach("read");
            });
            processes.start("writer", () -> {
                checkpoints.reach("writes");
                lines.put("a line");
            });
        }
        // end
    }

    /** Two processes that lock in different order. */
    public static class LockCircleTestCases {

        // snippet: lock-circle
        @MultiProcessTest
        void transfersBothWays(
                Processes processes, ProcessLock savings, ProcessLock checking, @Parties(2) ProcessBarrier both) {
            processes.start("to-savings", () -> {
                checking.lock();
                both.await();
                savings.lock();
            });
            processes.start("to-checking", () -> {
                savings.lock();
                both.await();
                checking.lock();
            });
        }
        // end
    }

    /** A task that returns with a lock. */
    public static class LockHeldTestCases {

        // snippet: lock-held
        @MultiProcessTest
        void countsTheLines(Processes processes, ProcessLock index) {
            processes.start("indexer", () -> index.lock());
        }
        // end
    }

    /** A process that dies with a lock. */
    public static class LockAbandonedTestCases {

        // snippet: lock-abandoned
        @MultiProcessTest
        void writesTheLedger(Processes processes, ProcessLock ledger) {
            processes
                    .start("writer", () -> {
                        ledger.lock();
                        Runtime.getRuntime().halt(3);
                    })
                    .awaitExit();
            ledger.lock();
            ledger.unlock();
        }
        // end
    }

    /** A file that is written in place, and is empty for a moment. */
    public static class CrashInPlaceTestCases {

        // snippet: crash-in-place
        @MultiProcess
        @TestFactory
        Stream<DynamicTest> noLineIsLost(CrashTests crashes) {
            return crashes.given(directory -> Files.write(directory.resolve("notes"), List.of("one")))
                    .run((directory, promises) -> {
                        InPlaceNotes.add(directory, "two");
                        promises.add("two");
                    })
                    .losing(Unsynced.NONE, Unsynced.ALL)
                    .thenCheck((directory, promised) -> assertThat(Files.readAllLines(directory.resolve("notes")))
                            .startsWith("one")
                            .containsAll(promised));
        }
        // end
    }

    /** A file that is replaced, without a force. */
    public static class CrashRenamedTestCases {

        @MultiProcess
        @TestFactory
        Stream<DynamicTest> noLineIsLost(CrashTests crashes) {
            return crashes.given(directory -> Files.write(directory.resolve("notes"), List.of("one")))
                    .run((directory, promises) -> {
                        RenamedNotes.add(directory, "two");
                        promises.add("two");
                    })
                    .losing(Unsynced.NONE, Unsynced.ALL)
                    .thenCheck((directory, promised) -> assertThat(Files.readAllLines(directory.resolve("notes")))
                            .startsWith("one")
                            .containsAll(promised));
        }
    }

    /** A line that is longer than what a disk writes at once. */
    public static class CrashTornTestCases {

        // snippet: crash-torn
        @MultiProcess
        @TestFactory
        Stream<DynamicTest> noLineIsTorn(CrashTests crashes) {
            return crashes.given(directory -> Files.write(directory.resolve("notes"), List.of("one")))
                    .run((directory, promises) -> AppendedNotes.add(directory, "two".repeat(200)))
                    .thenCheck((directory, promised) -> assertThat(Files.readAllLines(directory.resolve("notes")))
                            .isSubsetOf("one", "two".repeat(200)));
        }
        // end
    }

    /** What native code or another process writes is not recorded, so that its loss cannot be known. */
    public static class CrashUnknownTestCases {

        // snippet: crash-unknown
        @MultiProcess
        @TestFactory
        Stream<DynamicTest> importSurvives(CrashTests crashes) {
            return crashes.run((directory, promises) -> {
                        new ProcessBuilder("touch", "imported").directory(directory.toFile()).start().waitFor();
                        promises.add("imported");
                    })
                    .losing(Unsynced.NONE, Unsynced.ALL)
                    .thenCheck((directory, promised) ->
                            assertThat(promised.isEmpty() || Files.exists(directory.resolve("imported")))
                                    .isTrue());
        }
        // end
    }

    /** A name that no run reaches. */
    public static class CrashCheckpointTestCases {

        // snippet: crash-checkpoint
        @MultiProcess
        @TestFactory
        Stream<DynamicTest> importSurvives(CrashTests crashes, Checkpoints checkpoints) {
            return crashes.run((directory, promises) -> {
                        Files.createFile(directory.resolve("imported"));
                        checkpoints.reach("imported");
                    })
                    .atCheckpoints("import")
                    .thenCheck((directory, promised) -> assertThat(directory.resolve("imported")).exists());
        }
        // end
    }
}
