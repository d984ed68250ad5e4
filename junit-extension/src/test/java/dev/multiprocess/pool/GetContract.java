package dev.multiprocess.pool;

import static dev.multiprocess.pool.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Waiting for a {@code Future}. */
interface GetContract extends ExecutorSubject {

    @Test
    default void taskRunsOrWaits_futureIsNotDone() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            Future<String> queued = executor.submit(gate.mark("queued"));
            gate.expect("running begins");

            assertThat(running.isDone()).isFalse();
            assertThat(running.isCancelled()).isFalse();
            assertThat(queued.isDone()).isFalse();
            assertThat(queued.isCancelled()).isFalse();

            gate.open("key");
            assertThat(running.get()).isEqualTo("key");
            assertThat(queued.get()).isEqualTo("queued");
            assertThat(running.isDone()).isTrue();
            assertThat(queued.isDone()).isTrue();
            assertThat(gate.log().drain()).containsExactly("running passes", "queued runs");
        });
    }

    @Test
    default void timeIsOver_getThrowsAndTheTaskContinues() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> future = executor.submit(gate.task("task"));
            gate.expect("task begins");

            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> future.get(50, TimeUnit.MILLISECONDS));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> future.get(0, TimeUnit.SECONDS));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> future.get(-1, TimeUnit.SECONDS));
            assertThat(future.isDone()).isFalse();

            gate.open("key");
            assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo("key");
            gate.expect("task passes");
        });
    }

    @Test
    default void taskIsDone_getNeedsNoTime() throws Exception {
        check(1, (executor, processes) -> {
            Future<String> future = executor.submit(task(() -> "result"));

            assertThat(future.get()).isEqualTo("result");
            assertThat(future.get()).isEqualTo("result");
            assertThat(future.get(0, TimeUnit.SECONDS)).isEqualTo("result");
            assertThat(future.get(-1, TimeUnit.SECONDS)).isEqualTo("result");
        });
    }

    @Test
    default void severalThreadsWait_allGetTheResult() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> future = executor.submit(gate.task("task"));
            gate.expect("task begins");
            List<Caller<String>> callers = Stream.generate(
                            () -> Caller.begin(future::get).awaitWaiting())
                    .limit(3)
                    .toList();

            gate.open("key");
            gate.expect("task passes");
            for (Caller<String> each : callers) {
                assertThat(each.result()).isEqualTo("key");
            }
        });
    }

    @Test
    default void waitingThreadIsInterrupted_getThrowsAndTheTaskContinues() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> future = executor.submit(gate.task("task"));
            gate.expect("task begins");

            assertThat(Caller.begin(future::get).awaitWaiting().interrupt().failure())
                    .isInstanceOf(InterruptedException.class);
            assertThat(Caller.begin(() -> future.get(30, TimeUnit.SECONDS))
                            .awaitWaiting()
                            .interrupt()
                            .failure())
                    .isInstanceOf(InterruptedException.class);
            assertThat(future.isDone()).isFalse();

            gate.open("key");
            assertThat(future.get()).isEqualTo("key");
            gate.expect("task passes");
        });
    }

    @Test
    default void threadIsInterruptedBeforeItWaits_getThrowsAndClearsTheFlag() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> future = executor.submit(gate.task("task"));
            gate.expect("task begins");

            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(future::get);
            assertThat(Thread.interrupted()).isFalse();
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> future.get(30, TimeUnit.SECONDS));
            assertThat(Thread.interrupted()).isFalse();

            gate.open("key");
            assertThat(future.get()).isEqualTo("key");
            gate.expect("task passes");
        });
    }
}
