package dev.multiprocess.pool;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.DeadlockException;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.NotTransferableException;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.Processes;
import dev.multiprocess.kit.Children;
import dev.multiprocess.kit.FailureAssert;
import dev.multiprocess.kit.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Tasks of a pool: X1 to X12, beside its contract as an {@code ExecutorService}. */
@Tag("fork")
@Timeout(60)
class ProcessPoolTests {

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    // ---- X1, X2: submitting

    @MultiProcessTest
    void lambdaOrReference_needsNoCastAndMayThrow(@Workers(2) ProcessPool pool) throws Exception {
        Future<Integer> answer = pool.submit(() -> 6 * 7);
        PoolFuture<Void> action = pool.submit(() -> {
            throw new IOException("no disk");
        });
        PoolFuture<Long> reference = pool.submit(ProcessPoolTests::pid);

        assertThat(answer.get()).isEqualTo(42);
        assertThatThrownBy(action::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseExactlyInstanceOf(IOException.class);
        assertThat(reference.get()).isNotEqualTo(pid());
        assertThat(pool.name()).isEqualTo("pool");
    }

    @MultiProcessTest
    void taskCannotCross_submitRefusesIt(Processes processes) {
        ProcessPool pool = processes.pool("squares", 1);
        Thread thread = Thread.currentThread();
        Runnable plain = () -> {};

        assertThatExceptionOfType(NotTransferableException.class)
                .isThrownBy(() -> pool.with(o -> o.label("seven")).submit(() -> thread.getName()))
                .withMessageStartingWith(
                        "task 'seven' of pool 'squares' cannot cross to another JVM: its variable thread has the type");
        assertThatExceptionOfType(NotTransferableException.class)
                .isThrownBy(() -> pool.submit(plain))
                .withMessageStartingWith("task of pool 'squares' cannot cross");
        assertThat(pool.workers()).isEmpty();
    }

    @MultiProcessTest
    void futureIsAStage(@Workers(2) ProcessPool pool) throws Exception {
        PoolFuture<Integer> six = pool.with(o -> o.label("six")).submit(() -> 6);
        PoolFuture<Integer> seven = pool.submit(() -> 7);

        assertThat(six.thenCombine(seven, (a, b) -> a * b).toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isEqualTo(42);
        assertThat(CompletableFuture.anyOf(six.toCompletableFuture()).get(20, TimeUnit.SECONDS))
                .isEqualTo(6);
        assertThat(six.label()).isEqualTo("'six'");
        assertThat(seven.label()).isEqualTo("number 2");
    }

    @MultiProcessTest
    void poolIsCaptured_childrenSubmitAndTasksDoToo(Processes processes, @Workers(2) ProcessPool pool)
            throws Exception {
        assertThat(processes.start(() -> pool.submit(() -> 1 + 1).get()).result())
                .isEqualTo(2);
        assertThat(pool.submit(() -> pool.submit(() -> 20).get() + 1).get()).isEqualTo(21);
        assertThat(processes
                        .start(() -> pool.map(n -> n + 1, List.of(1, 2, 3), 2).toList())
                        .result())
                .containsExactly(2, 3, 4);
        assertThat(processes
                        .start(() -> {
                            try {
                                pool.submit(() -> {
                                            throw new IllegalArgumentException("bad");
                                        })
                                        .get();
                                return "no";
                            } catch (ExecutionException e) {
                                return e.getCause().toString();
                            }
                        })
                        .result())
                .isEqualTo("java.lang.IllegalArgumentException: bad");
        assertThat(processes
                        .start(() -> processes.pool("inner", 1).submit(() -> 3).get())
                        .result())
                .isEqualTo(3);
    }

    // ---- X3: deaths

    @MultiProcessTest
    void workerDies_itsTaskFailsAndNoOther(@Workers(2) ProcessPool pool, ProcessQueue<Long> pids) throws Exception {
        PoolFuture<Void> victim = pool.with(o -> o.label("import")).submit(() -> {
            System.out.println("importing");
            pids.put(pid());
            Children.waitForEver();
        });
        List<PoolFuture<Integer>> others =
                IntStream.range(0, 20).mapToObj(i -> pool.submit(() -> i)).toList();
        ChildProcess<?> worker = workerOf(pool, pids.take());

        worker.kill();

        assertThatThrownBy(victim::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(ChildFailedException.class, lost -> {
                    assertThat(lost.childName()).isEqualTo(worker.name());
                    assertThat(lost.pid()).isEqualTo(worker.pid());
                    assertThat(lost.exit().signal()).contains("SIGKILL");
                    assertThat(lost.lastOutput()).containsExactly("importing");
                })
                .hasMessageStartingWith("task 'import' of pool 'pool' was lost, since its worker, child '"
                        + worker.name() + "' (pid " + worker.pid() + "), was killed by SIGKILL (exit code 137)\n");
        for (int i = 0; i < others.size(); i++) {
            assertThat(others.get(i).get()).isEqualTo(i);
        }
        awaitWorkers(pool, 2);
    }

    private static ChildProcess<?> workerOf(ProcessPool pool, long pid) {
        return pool.workers().stream()
                .filter(worker -> worker.pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    private static void awaitWorkers(ProcessPool pool, int count) {
        while (pool.workers().size() != count) {
            Thread.onSpinWait();
        }
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void idleWorkerDies_isReplacedAndSaid() {
        assertThat(Output.of(() -> assertThat(run(IdleTestCases.class)).passes()))
                .containsPattern("worker child 'pool-1' \\(pid \\d+\\) of pool 'pool' had no task and was killed by"
                        + " SIGKILL \\(exit code 137\\); it is replaced");
    }

    @MultiProcess
    static class IdleTestCases {

        @Test
        void dies(@Workers(1) ProcessPool pool) throws Exception {
            long first = pool.submit(ProcessPoolTests::pid).get();
            workerOf(pool, first).kill();
            assertThat(pool.submit(ProcessPoolTests::pid).get()).isNotEqualTo(first);
        }
    }

    // ---- X4: cancellation

    @MultiProcessTest
    void runningTaskIsCancelled_isInterruptedAndItsWorkerLives(@Workers(1) ProcessPool pool, ProcessQueue<String> said)
            throws Exception {
        PoolFuture<Void> task = pool.submit(() -> {
            said.put("running");
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                said.put("interrupted");
            }
        });
        said.take();
        long worker = pool.workers().get(0).pid();

        assertThat(task.cancel(true)).isTrue();

        assertThat(task.isCancelled()).isTrue();
        assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
        assertThat(said.take()).isEqualTo("interrupted");
        assertThat(pool.submit(ProcessPoolTests::pid).get()).isEqualTo(worker);
        assertThat(task.cancel(true)).as("again").isTrue();
    }

    @MultiProcessTest(stopGrace = "300ms")
    void cancelledTaskDoesNotEnd_itsWorkerIsReplaced(@Workers(1) ProcessPool pool, ProcessQueue<String> said)
            throws Exception {
        PoolFuture<Void> task = pool.submit(() -> {
            said.put("running");
            while (true) {
                Thread.onSpinWait();
            }
        });
        said.take();
        long worker = pool.workers().get(0).pid();

        task.cancel(true);

        assertThat(pool.submit(ProcessPoolTests::pid).get()).isNotEqualTo(worker);
    }

    /** Keeps a worker busy until there is an element in the queue. */
    private static void occupy(ProcessPool pool, ProcessQueue<String> said, ProcessQueue<Integer> go)
            throws InterruptedException {
        pool.submit(() -> {
            said.put("busy");
            go.take();
        });
        said.take();
    }

    @MultiProcessTest
    void waitingTaskIsCancelled_neverRuns(
            @Workers(1) ProcessPool pool, ProcessQueue<String> said, ProcessQueue<Integer> go) throws Exception {
        occupy(pool, said, go);
        PoolFuture<Void> never = pool.submit(() -> said.put("never"));

        assertThat(never.cancel(false)).isTrue();
        go.put(1);

        pool.submit(() -> said.put("last")).get();
        assertThat(said.take()).isEqualTo("last");
    }

    // ---- X5: limits

    @MultiProcessTest
    void softLimitPasses_taskIsInterrupted(@Workers(1) ProcessPool pool) throws Exception {
        ProcessPool limited = pool.with(o -> o.label("slow").softLimit(Duration.ofMillis(200)));
        PoolFuture<String> cleansUp = limited.submit(() -> {
            try {
                Thread.sleep(60_000);
                return "slept";
            } catch (InterruptedException e) {
                return "cleaned up";
            }
        });
        PoolFuture<Void> fails = limited.submit(() -> Thread.sleep(60_000));

        assertThat(cleansUp.get()).isEqualTo("cleaned up");
        assertThatThrownBy(fails::get)
                .cause()
                .isInstanceOfSatisfying(ChildTimeoutException.class, late -> {
                    assertThat(late.limit()).isEqualTo(Duration.ofMillis(200));
                    assertThat(late.childNames()).containsExactly("pool-1");
                })
                .hasMessageStartingWith("task 'slow' of pool 'pool' was still running at its soft limit of 200 ms, was"
                        + " interrupted, and failed: java.lang.InterruptedException: sleep interrupted\n")
                .hasMessageContaining("\n  doing        : main thread TIMED_WAITING\n")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }

    @MultiProcessTest
    void workerRunsOutOfMemory_itsHeapLimitIsTold(Processes processes) {
        ProcessPool pool = processes
                .with(o -> o.heap("32m").jvmArgs("-XX:+ExitOnOutOfMemoryError"))
                .pool("pool", 1);

        assertThatThrownBy(pool.submit(() -> new byte[64 << 20].length)::get)
                .cause()
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("exited with code 3")
                .hasMessageContaining("\n  heap limit   : -Xmx32m\n");
    }

    @MultiProcessTest
    void hardLimitPasses_workerIsKilledWithWhatItHasStarted(@Workers(1) ProcessPool pool, ProcessQueue<Long> pids)
            throws Exception {
        PoolFuture<Void> stuck = pool.with(o -> o.hardLimit(Duration.ofSeconds(1)))
                .submit(() -> {
                    pids.put(new ProcessBuilder("sleep", "60").start().pid());
                    while (true) {
                        Thread.onSpinWait();
                    }
                });
        long started = pids.take();

        assertThatThrownBy(stuck::get)
                .cause()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessageMatching(
                        "(?s)task number 1 of pool 'pool' was still running at its hard limit of 1 s, and its"
                                + " worker, child 'pool-1' \\(pid \\d+\\), was killed\n.*\n  doing        : main thread RUNNABLE\n.*");
        assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
        ProcessHandle.of(started)
                .ifPresent(left -> left.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }

    @MultiProcessTest
    void limitsCountFromTheStart_waitingHasItsOwn(
            @Workers(1) ProcessPool pool, ProcessQueue<String> said, ProcessQueue<Integer> go) throws Exception {
        occupy(pool, said, go);
        PoolFuture<Integer> patient =
                pool.with(o -> o.hardLimit(Duration.ofSeconds(20))).submit(() -> 1);
        PoolFuture<Integer> late = pool.with(o -> o.label("late").waitLimit(Duration.ofMillis(300)))
                .submit(() -> 2);

        assertThatThrownBy(late::get)
                .cause()
                .isInstanceOf(ChildTimeoutException.class)
                .hasMessage("task 'late' of pool 'pool' had not begun within its limit of 300 ms");
        go.put(1);
        assertThat(patient.get()).isEqualTo(1);
    }

    // ---- X6: map

    @MultiProcessTest
    void map_isInOrderAndChunked(@Workers(3) ProcessPool pool) {
        List<Integer> items = IntStream.range(0, 100).boxed().toList();
        List<Integer> doubled = items.stream().map(n -> 2 * n).toList();

        assertThat(pool.map(n -> 2 * n, items)).containsExactlyElementsOf(doubled);
        assertThat(pool.map(n -> 2 * n, items, 7)).containsExactlyElementsOf(doubled);
        assertThat(pool.mapUnordered(n -> 2 * n, items)).containsExactlyInAnyOrderElementsOf(doubled);
        assertThat(pool.mapUnordered(n -> 2 * n, items, 7)).containsExactlyInAnyOrderElementsOf(doubled);
        assertThat(pool.<Integer, Integer>map(n -> null, List.of(1, 2))).containsExactly(null, null);
        assertThat(pool.map(n -> n, List.of())).isEmpty();
    }

    @MultiProcessTest
    void sourceIsEndless_isReadAFewChunksAhead(@Workers(2) ProcessPool pool) {
        AtomicInteger read = new AtomicInteger();
        Iterable<Integer> endless = () -> Stream.generate(read::incrementAndGet).iterator();

        try (Stream<Integer> results = pool.map(n -> n * 10, endless, 5)) {
            assertThat(results.limit(10)).containsExactly(10, 20, 30, 40, 50, 60, 70, 80, 90, 100);
        }
        assertThat(read.get()).isLessThanOrEqualTo(10 + (2 * 4 + 1) * 5);
    }

    @MultiProcessTest
    void functionThrows_comesAtItsPlaceAndOthersAreThere(@Workers(2) ProcessPool pool) {
        for (int chunk : new int[] {1, 3}) {
            Iterator<Integer> results = pool.<Integer, Integer>map(n -> 10 / (n - 2), List.of(0, 1, 2, 3, 4), chunk)
                    .iterator();
            List<Object> all = new ArrayList<>();
            boolean more = true;
            while (more) {
                try {
                    more = results.hasNext();
                    if (more) {
                        all.add(results.next());
                    }
                } catch (CompletionException e) {
                    all.add(e.getCause().getClass());
                }
            }
            assertThat(all).containsExactly(-5, -10, ArithmeticException.class, 10, 5);
        }
        assertThat(pool.map(n -> n, List.of(1))).containsExactly(1);
    }

    @MultiProcessTest
    void sourceThrows_comesAfterTheResultsBeforeIt(@Workers(2) ProcessPool pool) {
        Iterable<Integer> source = () -> Stream.of(1, 2, 3)
                .map(n -> {
                    if (n == 3) {
                        throw new IllegalStateException("no more");
                    }
                    return n;
                })
                .iterator();
        Iterator<Integer> results =
                pool.<Integer, Integer>map(n -> n, source, 2).iterator();

        assertThat(results.next()).isEqualTo(1);
        assertThat(results.next()).isEqualTo(2);
        assertThatThrownBy(results::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no more");
        assertThat(results.hasNext()).isFalse();
        assertThat(pool.map(n -> n, List.of(1))).containsExactly(1);
    }

    // ---- X7, X8: workers

    private static int initialized;

    @MultiProcessTest
    void initializerRunsOnceInEachWorker(Processes processes) {
        ProcessPool pool = processes.pool("ready", 2, o -> o.initializer(() -> initialized++));

        assertThat(pool.map(n -> initialized, IntStream.range(0, 20).boxed().toList()))
                .containsOnly(1);
        assertThat(initialized).isZero();
    }

    @MultiProcessTest
    void workersAreReplacedAfterSomeTasks(Processes processes) throws Exception {
        ProcessPool pool = processes.pool("short", 1, o -> o.tasksPerWorker(2));
        List<Long> pids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pids.add(pool.submit(ProcessPoolTests::pid).get());
        }

        assertThat(new HashSet<>(pids)).hasSize(3);
        assertThat(pids.get(0)).isEqualTo(pids.get(1));
        assertThat(pids.get(4)).isEqualTo(pids.get(5));
    }

    @MultiProcessTest
    void initializerFails_poolFailsOnceWithItsCause(Processes processes) {
        ProcessPool pool = processes.pool(
                "broken",
                2,
                o -> o.initializer(() -> {
                    throw new IOException("no licence");
                }));
        PoolFuture<Integer> task = pool.submit(() -> 1);

        assertThatThrownBy(task::get)
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("the initializer of pool 'broken' failed: java.io.IOException: no licence");
        assertThatThrownBy(() -> pool.submit(() -> 2))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageStartingWith("pool 'broken' has failed: the initializer of pool 'broken' failed")
                .hasRootCauseInstanceOf(IOException.class);
        awaitWorkers(pool, 0);
    }

    @MultiProcessTest
    void workersCannotStart_poolFailsWithTheLastCause(Processes processes) {
        ProcessPool pool = processes.with(o -> o.jvmArgs("-XX:NoSuchFlag")).pool("unstartable", 1);
        PoolFuture<Integer> task = pool.submit(() -> 1);

        assertThatThrownBy(task::get)
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("of pool 'unstartable'")
                .hasStackTraceContaining("before its first task");
        assertThatThrownBy(() -> pool.submit(() -> 2)).isInstanceOf(RejectedExecutionException.class);
    }

    // ---- X10: failures

    @Test
    void failureThatNobodyLookedAt_failsTheTestWhenThePoolIsClosed() {
        assertThat(run(UnseenTestCases.class, "unseen"))
                .hasOneFailure()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("unseen");
        assertThat(run(UnseenTestCases.class, "executed"))
                .hasOneFailure()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("executed");
        assertThat(run(UnseenTestCases.class, "died"))
                .hasOneFailure()
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("was lost, since its worker");
        assertThat(run(UnseenTestCases.class, "ofAChild"))
                .hasOneFailure()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("of a child");
        for (String seen : List.of("seen", "dependent", "cancelled", "anyOfThem")) {
            assertThat(run(UnseenTestCases.class, seen)).passes();
        }
    }

    @MultiProcess
    static class UnseenTestCases {

        private static ProcessTask<Integer> failing(String message) {
            return () -> {
                throw new IllegalStateException(message);
            };
        }

        @Test
        void unseen(@Workers(1) ProcessPool pool) {
            pool.submit(failing("unseen"));
        }

        @Test
        void executed(@Workers(1) ProcessPool pool) {
            pool.execute(() -> {
                throw new IllegalStateException("executed");
            });
        }

        @Test
        void died(@Workers(1) ProcessPool pool) {
            pool.submit(() -> Runtime.getRuntime().halt(3));
        }

        @Test
        void ofAChild(Processes processes, @Workers(1) ProcessPool pool) {
            processes
                    .start(() -> {
                        pool.submit(failing("of a child"));
                    })
                    .join();
        }

        @Test
        void seen(@Workers(1) ProcessPool pool) {
            assertThatThrownBy(pool.submit(failing("seen"))::join).isInstanceOf(CompletionException.class);
        }

        @Test
        void dependent(@Workers(1) ProcessPool pool) throws Exception {
            assertThat(pool.submit(failing("dependent"))
                            .exceptionally(failure -> -1)
                            .toCompletableFuture()
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo(-1);
        }

        @Test
        void cancelled(@Workers(1) ProcessPool pool) {
            pool.submit(() -> Thread.sleep(60_000)).cancel(true);
        }

        @Test
        void anyOfThem(@Workers(2) ProcessPool pool) throws Exception {
            assertThat(pool.invokeAny(List.of(failing("loser"), () -> 1, failing("loser"))))
                    .isEqualTo(1);
        }
    }

    // ---- X11: deadlock

    @Test
    void allWorkersWaitForTasksThatCannotBegin_isADeadlock() {
        assertThat(run(DeadlockTestCases.class, "tasksWaitForTasks"))
                .tookAtMost(Duration.ofSeconds(15))
                .hasOneFailure()
                .isInstanceOfSatisfying(
                        DeadlockException.class,
                        deadlock -> assertThat(deadlock.cycle())
                                .anySatisfy(line -> assertThat(FailureAssert.normalized(line))
                                        .isEqualTo("test JVM waits for task number 1 of pool 'pool'"))
                                .anySatisfy(line -> assertThat(line)
                                        .startsWith("pool-")
                                        .contains(" waits for task number ")
                                        .endsWith(" of pool 'pool'")));
        assertThat(run(DeadlockTestCases.class, "taskTakesFromAnEmptyQueue"))
                .tookAtMost(Duration.ofSeconds(15))
                .hasOneFailure()
                .isInstanceOf(DeadlockException.class);
    }

    @MultiProcess(timeout = "20s", stopGrace = "1s")
    static class DeadlockTestCases {

        @Test
        void tasksWaitForTasks(@Workers(2) ProcessPool pool) throws Exception {
            ProcessTask<Integer> waits =
                    () -> pool.submit(() -> pool.submit(() -> 1).get()).get();
            PoolFuture<Integer> first = pool.submit(waits);
            pool.submit(waits);
            first.get();
        }

        @Test
        void taskTakesFromAnEmptyQueue(@Workers(2) ProcessPool pool, ProcessQueue<Integer> unfed) throws Exception {
            pool.map(n -> n, List.of(1, 2, 3, 4)).count();
            pool.submit(() -> unfed.take()).get();
        }
    }

    // ---- X12: starts on demand

    @MultiProcessTest
    void workersAreStartedOnDemand_idleOnesFirst(@Workers(4) ProcessPool pool) throws Exception {
        assertThat(pool.workers()).isEmpty();
        for (int i = 0; i < 5; i++) {
            pool.submit(() -> 1).get();
        }
        assertThat(pool.workers()).hasSize(1);
    }
}
