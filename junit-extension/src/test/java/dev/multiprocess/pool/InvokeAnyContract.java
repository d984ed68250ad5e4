package dev.multiprocess.pool;

import static dev.multiprocess.pool.Tasks.failing;
import static dev.multiprocess.pool.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiprocess.pool.Tasks.RefusedException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** {@code invokeAny}, with and without a time. */
interface InvokeAnyContract extends ExecutorSubject {

    @Test
    default void invokeAny_returnsOneOfTheResults() throws Exception {
        check(2, (executor, processes) -> {
            List<Callable<Integer>> tasks = List.of(task(() -> 0), task(() -> 1), task(() -> 2));

            assertThat(executor.invokeAny(tasks)).isBetween(0, 2);
            assertThat(executor.invokeAny(tasks, 30, TimeUnit.SECONDS)).isBetween(0, 2);
        });
    }

    @Test
    default void invokeAnyAndSomeThrow_returnsAResult() throws Exception {
        check(1, (executor, processes) -> {
            List<Callable<String>> tasks = List.of(failing("first"), failing("second"), task(() -> "third"));

            assertThat(executor.invokeAny(tasks)).isEqualTo("third");
            assertThat(executor.invokeAny(tasks, 30, TimeUnit.SECONDS)).isEqualTo("third");
        });
    }

    @Test
    default void invokeAnyAndAllThrow_throwsWhatOneOfThemHasThrown() throws Exception {
        check(2, (executor, processes) -> {
            List<Callable<String>> tasks = List.of(failing("on purpose"), failing("on purpose"), failing("on purpose"));

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> executor.invokeAny(tasks))
                    .havingCause()
                    .isExactlyInstanceOf(RefusedException.class)
                    .withMessage("on purpose");
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> executor.invokeAny(tasks, 30, TimeUnit.SECONDS))
                    .havingCause()
                    .isExactlyInstanceOf(RefusedException.class)
                    .withMessage("on purpose");
        });
    }

    @Test
    default void invokeAnyHasAResult_othersAreCancelled() throws Exception {
        check(2, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Gate ofWinner = new Gate(processes.queue("log of the winner"), processes.queue("keys of the winner"));
            Caller<String> call =
                    Caller.begin(() -> executor.invokeAny(List.of(gate.task("loser"), ofWinner.task("winner"))));
            gate.expect("loser begins");
            ofWinner.expect("winner begins");

            ofWinner.open("first");

            assertThat(call.result()).isEqualTo("first");
            ofWinner.expect("winner passes");
            gate.expect("loser is interrupted");
            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
        });
    }

    @Test
    default void invokeAnyAndTimeIsOver_throwsAndCancels() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            assertThat(executor.submit(task(() -> 1)).get()).as("has a worker").isEqualTo(1);
            Caller<String> call = Caller.begin(
                    () -> executor.invokeAny(List.of(gate.task("running"), gate.mark("queued")), 2, TimeUnit.SECONDS));
            gate.expect("running begins");

            assertThat(call.failure()).isInstanceOf(TimeoutException.class);

            gate.expect("running is interrupted");
            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
            assertThat(gate.log().drain()).as("the other never ran").isEmpty();
        });
    }

    @Test
    default void invokeAnyIsInterrupted_tasksAreCancelled() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Caller<String> call =
                    Caller.begin(() -> executor.invokeAny(List.of(gate.task("running"), gate.mark("queued"))));
            gate.expect("running begins");

            assertThat(call.awaitWaiting().interrupt().failure()).isInstanceOf(InterruptedException.class);

            gate.expect("running is interrupted");
            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
            assertThat(gate.log().drain()).as("the other never ran").isEmpty();
        });
    }

    @Test
    default void timedInvokeAnyIsInterrupted_tasksAreCancelled() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Caller<String> call = Caller.begin(
                    () -> executor.invokeAny(List.of(gate.task("running"), gate.mark("queued")), 30, TimeUnit.SECONDS));
            gate.expect("running begins");

            assertThat(call.awaitWaiting().interrupt().failure()).isInstanceOf(InterruptedException.class);

            gate.expect("running is interrupted");
            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
            assertThat(gate.log().drain()).as("the other never ran").isEmpty();
        });
    }

    @Test
    default void invokeAnyOfNothing_isRefused() throws Exception {
        check(1, (executor, processes) -> {
            assertThatIllegalArgumentException().isThrownBy(() -> executor.invokeAny(List.<Callable<String>>of()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> executor.invokeAny(List.<Callable<String>>of(), 1, TimeUnit.SECONDS));
        });
    }

    @Test
    default void invokeAnyAndSomethingIsNull_isRefused() throws Exception {
        check(1, (executor, processes) -> {
            List<Callable<Integer>> withNull = Arrays.asList(null, task(() -> 1));
            Collection<Callable<Integer>> none = null;

            assertThatNullPointerException().isThrownBy(() -> executor.invokeAny(none));
            assertThatNullPointerException().isThrownBy(() -> executor.invokeAny(withNull));
            assertThatNullPointerException().isThrownBy(() -> executor.invokeAny(none, 1, TimeUnit.SECONDS));
            assertThatNullPointerException().isThrownBy(() -> executor.invokeAny(withNull, 1, TimeUnit.SECONDS));
            assertThatNullPointerException().isThrownBy(() -> executor.invokeAny(List.of(task(() -> 1)), 1, null));

            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
        });
    }
}
