package dev.multiprocess.pool;

import static dev.multiprocess.pool.Tasks.action;
import static dev.multiprocess.pool.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** {@code shutdown} in every state, and {@code awaitTermination}. */
interface ShutdownContract extends ExecutorSubject {

    @Test
    default void newExecutor_isNeitherShutDownNorTerminated() throws Exception {
        check(1, (executor, processes) -> {
            assertThat(executor.isShutdown()).isFalse();
            assertThat(executor.isTerminated()).isFalse();
            assertThat(executor.awaitTermination(20, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(executor.awaitTermination(0, TimeUnit.SECONDS)).isFalse();
            assertThat(executor.awaitTermination(-1, TimeUnit.SECONDS)).isFalse();
        });
    }

    @Test
    default void shutDownWithoutUse_terminates() throws Exception {
        check(1, (executor, processes) -> {
            executor.shutdown();

            assertThat(executor.isShutdown()).isTrue();
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(executor.isTerminated()).isTrue();
        });
    }

    @Test
    default void shutDownWhenIdle_terminates() throws Exception {
        check(2, (executor, processes) -> {
            assertThat(executor.submit(task(() -> 1)).get()).isEqualTo(1);
            assertThat(executor.isTerminated()).isFalse();

            executor.shutdown();

            assertThat(executor.isShutdown()).isTrue();
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(executor.isTerminated()).isTrue();
            assertThat(executor.awaitTermination(0, TimeUnit.SECONDS)).isTrue();
        });
    }

    @Test
    default void shutDownWithTasks_runningAndQueuedOnesEndUndisturbed() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            Future<String> queued = executor.submit(gate.mark("queued"));
            executor.execute(action(() -> gate.log().put("executed")));
            gate.expect("running begins");

            executor.shutdown();

            assertThat(executor.isShutdown()).isTrue();
            assertThat(executor.isTerminated()).isFalse();
            assertThat(executor.awaitTermination(50, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(running.isDone()).isFalse();
            gate.open("key");
            assertThat(running.get()).isEqualTo("key");
            assertThat(queued.get()).isEqualTo("queued");
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(executor.isTerminated()).isTrue();
            assertThat(gate.log().drain()).containsExactly("running passes", "queued runs", "executed");
        });
    }

    @Test
    default void shutDownTwice_changesNothing() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            gate.expect("running begins");

            executor.shutdown();
            executor.shutdown();

            assertThat(executor.isTerminated()).isFalse();
            gate.open("key");
            gate.expect("running passes");
            assertThat(running.get()).isEqualTo("key");
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            executor.shutdown();
            assertThat(executor.isTerminated()).isTrue();
        });
    }

    private static void assertRejects(ExecutorService executor) {
        List<Callable<Integer>> tasks = List.of(task(() -> 1));
        List<ThrowingCallable> calls = List.of(
                () -> executor.submit(task(() -> 1)),
                () -> executor.submit(action(() -> {})),
                () -> executor.submit(action(() -> {}), "result"),
                () -> executor.execute(action(() -> {})),
                () -> executor.invokeAll(tasks),
                () -> executor.invokeAll(tasks, 10, TimeUnit.SECONDS),
                () -> executor.invokeAny(tasks),
                () -> executor.invokeAny(tasks, 10, TimeUnit.SECONDS));
        assertThat(calls)
                .allSatisfy(call -> assertThatExceptionOfType(RejectedExecutionException.class)
                        .isThrownBy(call));
    }

    @Test
    default void submittedAfterShutdown_isRejected() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            gate.expect("running begins");

            executor.shutdown();
            assertRejects(executor);

            gate.open("key");
            gate.expect("running passes");
            assertThat(running.get()).isEqualTo("key");
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertRejects(executor);
        });
    }

    @Test
    default void submittedAfterShutdownNow_isRejected() throws Exception {
        check(1, (executor, processes) -> {
            executor.shutdownNow();

            assertRejects(executor);
        });
    }

    @Test
    default void taskShutsItsOwnExecutorDown_endsWell() throws Exception {
        check(1, (executor, processes) -> {
            Future<Boolean> future = executor.submit(task(() -> {
                executor.shutdown();
                return executor.isShutdown() && !executor.isTerminated();
            }));

            assertThat(future.get()).isTrue();
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        });
    }

    @Test
    default void lastTaskEnds_threadsThatAwaitTerminationReturn() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            gate.expect("running begins");
            Caller<Boolean> before = Caller.begin(() -> executor.awaitTermination(30, TimeUnit.SECONDS))
                    .awaitWaiting();
            executor.shutdown();
            Caller<Boolean> after = Caller.begin(() -> executor.awaitTermination(30, TimeUnit.SECONDS))
                    .awaitWaiting();

            gate.open("key");
            gate.expect("running passes");

            assertThat(before.result()).isTrue();
            assertThat(after.result()).isTrue();
            assertThat(running.get()).isEqualTo("key");
        });
    }

    @Test
    default void awaitTerminationIsInterrupted_throwsAndDisturbsNothing() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            gate.expect("running begins");
            executor.shutdown();

            assertThat(Caller.begin(() -> executor.awaitTermination(30, TimeUnit.SECONDS))
                            .awaitWaiting()
                            .interrupt()
                            .failure())
                    .isInstanceOf(InterruptedException.class);

            gate.open("key");
            gate.expect("running passes");
            assertThat(running.get()).isEqualTo("key");
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        });
    }
}
