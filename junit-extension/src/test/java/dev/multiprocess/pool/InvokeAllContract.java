package dev.multiprocess.pool;

import static dev.multiprocess.pool.Tasks.failing;
import static dev.multiprocess.pool.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiprocess.pool.Tasks.RefusedException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code invokeAll}, with and without a time. */
interface InvokeAllContract extends ExecutorSubject {

    @Test
    default void invokeAll_allAreDoneInTheOrderOfTheTasks() throws Exception {
        check(2, (executor, processes) -> {
            List<Callable<Integer>> tasks = List.of(task(() -> 0), task(() -> 1), task(() -> 2), task(() -> 3));

            List<Future<Integer>> futures = executor.invokeAll(tasks);
            List<Future<Integer>> inTime = executor.invokeAll(tasks, 30, TimeUnit.SECONDS);

            assertThat(futures).hasSize(4).allMatch(Future::isDone);
            assertThat(inTime).hasSize(4).allMatch(Future::isDone);
            for (int i = 0; i < 4; i++) {
                assertThat(futures.get(i).get()).isEqualTo(i);
                assertThat(inTime.get(i).get()).isEqualTo(i);
            }
        });
    }

    @Test
    default void invokeAllAndSomeThrow_othersHaveTheirResults() throws Exception {
        check(2, (executor, processes) -> {
            List<Callable<Integer>> tasks = List.of(failing("first"), task(() -> 1), failing("third"));

            List<Future<Integer>> futures = executor.invokeAll(tasks);

            assertThat(futures).hasSize(3).allMatch(Future::isDone).noneMatch(Future::isCancelled);
            assertThat(Tasks.failureOf(futures.get(0)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("first");
            assertThat(futures.get(1).get()).isEqualTo(1);
            assertThat(Tasks.failureOf(futures.get(2)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("third");
        });
    }

    @Test
    default void invokeAllOfNothing_returnsNothing() throws Exception {
        check(1, (executor, processes) -> {
            assertThat(executor.invokeAll(List.<Callable<String>>of())).isEmpty();
            assertThat(executor.invokeAll(List.<Callable<String>>of(), 1, TimeUnit.SECONDS))
                    .isEmpty();
        });
    }

    @Test
    default void invokeAllAndSomethingIsNull_isRefused() throws Exception {
        check(1, (executor, processes) -> {
            List<Callable<Integer>> withNull = Arrays.asList(task(() -> 1), null);
            Collection<Callable<Integer>> none = null;

            assertThatNullPointerException().isThrownBy(() -> executor.invokeAll(none));
            assertThatNullPointerException().isThrownBy(() -> executor.invokeAll(withNull));
            assertThatNullPointerException().isThrownBy(() -> executor.invokeAll(none, 1, TimeUnit.SECONDS));
            assertThatNullPointerException().isThrownBy(() -> executor.invokeAll(withNull, 1, TimeUnit.SECONDS));
            assertThatNullPointerException().isThrownBy(() -> executor.invokeAll(List.of(task(() -> 1)), 1, null));

            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
        });
    }

    @Test
    default void invokeAllAndTimeIsOver_whatIsNotDoneIsCancelled() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            gate.open("key");
            assertThat(executor.submit(task(() -> 1)).get()).as("has a worker").isEqualTo(1);

            Caller<List<Future<String>>> call = Caller.begin(() -> executor.invokeAll(
                    List.of(gate.task("first"), gate.task("second"), gate.mark("third")), 2, TimeUnit.SECONDS));
            gate.expect("first begins");
            gate.expect("first passes");
            gate.expect("second begins");
            List<Future<String>> futures = call.result();

            assertThat(futures).hasSize(3).allMatch(Future::isDone);
            assertThat(futures.get(0).get()).isEqualTo("key");
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> futures.get(1).get());
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> futures.get(2).get());
            gate.expect("second is interrupted");
            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
            assertThat(gate.log().drain()).as("the third never ran").isEmpty();
        });
    }

    @Test
    default void invokeAllWithoutTime_allAreDone() throws Exception {
        check(1, (executor, processes) -> {
            List<Future<Integer>> futures =
                    executor.invokeAll(List.of(task(() -> 1), task(() -> 2)), 0, TimeUnit.SECONDS);

            assertThat(futures).hasSize(2).allMatch(Future::isDone);
        });
    }

    @Test
    default void invokeAllIsInterrupted_tasksAreCancelled() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Caller<List<Future<String>>> call =
                    Caller.begin(() -> executor.invokeAll(List.of(gate.task("running"), gate.mark("queued"))));
            gate.expect("running begins");

            assertThat(call.awaitWaiting().interrupt().failure()).isInstanceOf(InterruptedException.class);

            gate.expect("running is interrupted");
            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
            assertThat(gate.log().drain()).as("the other never ran").isEmpty();
        });
    }

    @Test
    default void timedInvokeAllIsInterrupted_tasksAreCancelled() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Caller<List<Future<String>>> call = Caller.begin(
                    () -> executor.invokeAll(List.of(gate.task("running"), gate.mark("queued")), 30, TimeUnit.SECONDS));
            gate.expect("running begins");

            assertThat(call.awaitWaiting().interrupt().failure()).isInstanceOf(InterruptedException.class);

            gate.expect("running is interrupted");
            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
            assertThat(gate.log().drain()).as("the other never ran").isEmpty();
        });
    }
}
