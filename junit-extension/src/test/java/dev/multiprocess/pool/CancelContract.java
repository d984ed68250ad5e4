package dev.multiprocess.pool;

import static dev.multiprocess.pool.Tasks.failing;
import static dev.multiprocess.pool.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.pool.Tasks.RefusedException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code Future.cancel}: before, during and after the task. */
interface CancelContract extends ExecutorSubject {

    @Test
    default void cancelledBeforeItBegins_neverRuns() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            Future<String> first = executor.submit(gate.mark("first"));
            Future<String> second = executor.submit(gate.mark("second"));
            Future<String> last = executor.submit(gate.mark("last"));
            gate.expect("running begins");

            assertThat(first.cancel(true)).isTrue();
            assertThat(second.cancel(false)).isTrue();
            for (Future<String> each : List.of(first, second)) {
                assertThat(each.isDone()).isTrue();
                assertThat(each.isCancelled()).isTrue();
                assertThatExceptionOfType(CancellationException.class).isThrownBy(each::get);
                assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> each.get(1, TimeUnit.SECONDS));
            }

            gate.open("key");
            assertThat(running.get()).isEqualTo("key");
            assertThat(last.get()).isEqualTo("last");
            assertThat(gate.log().drain()).containsExactly("running passes", "last runs");
        });
    }

    @Test
    default void cancelledWithInterrupt_runningTaskIsInterrupted() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> future = executor.submit(gate.task("task"));
            gate.expect("task begins");

            assertThat(future.cancel(true)).isTrue();

            gate.expect("task is interrupted");
            assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
            assertThat(future.isCancelled()).isTrue();
            assertThat(future.isDone()).isTrue();
            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
        });
    }

    @Test
    default void cancelledWithoutInterrupt_runningTaskEndsByItself() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> future = executor.submit(gate.task("task"));
            gate.expect("task begins");

            assertThat(future.cancel(false)).isTrue();
            assertThat(future.isCancelled()).isTrue();
            assertThat(future.isDone()).isTrue();
            assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);

            gate.open("key");
            gate.expect("task passes");
            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
            assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
        });
    }

    @Test
    default void cancelledAfterItsEnd_keepsItsResult() throws Exception {
        check(1, (executor, processes) -> {
            Future<String> future = executor.submit(task(() -> "result"));
            assertThat(future.get()).isEqualTo("result");

            assertThat(future.cancel(true)).isFalse();
            assertThat(future.cancel(false)).isFalse();

            assertThat(future.isCancelled()).isFalse();
            assertThat(future.isDone()).isTrue();
            assertThat(future.get()).isEqualTo("result");
        });
    }

    @Test
    default void cancelledAfterItHasThrown_keepsItsException() throws Exception {
        check(1, (executor, processes) -> {
            Future<?> future = executor.submit(failing("on purpose"));
            assertThat(Tasks.failureOf(future)).isInstanceOf(RefusedException.class);

            assertThat(future.cancel(true)).isFalse();

            assertThat(future.isCancelled()).isFalse();
            assertThat(Tasks.failureOf(future)).isInstanceOf(RefusedException.class);
        });
    }

    @Test
    default void cancelledTwice_staysCancelled() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            Future<String> queued = executor.submit(gate.mark("queued"));
            gate.expect("running begins");

            queued.cancel(false);
            queued.cancel(true);

            assertThat(queued.isCancelled()).isTrue();
            gate.open("key");
            assertThat(running.get()).isEqualTo("key");
            assertThat(executor.submit(task(() -> 1)).get()).isEqualTo(1);
            assertThat(gate.log().drain()).containsExactly("running passes");
        });
    }

    @Test
    default void cancelledWhileAThreadWaits_thatThreadIsTold() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> future = executor.submit(gate.task("task"));
            gate.expect("task begins");
            Caller<String> waiting = Caller.begin(future::get).awaitWaiting();
            Caller<String> waitingForATime =
                    Caller.begin(() -> future.get(30, TimeUnit.SECONDS)).awaitWaiting();

            future.cancel(true);

            assertThat(waiting.failure()).isInstanceOf(CancellationException.class);
            assertThat(waitingForATime.failure()).isInstanceOf(CancellationException.class);
            gate.expect("task is interrupted");
        });
    }

    @Test
    default void severalThreadsCancel_oneOfThemIsToldThatItDid() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> future = executor.submit(gate.task("task"));
            gate.expect("task begins");

            Caller<Boolean> one = Caller.begin(() -> future.cancel(true));
            Caller<Boolean> other = Caller.begin(() -> future.cancel(true));

            assertThat(one.result() | other.result()).isTrue();
            assertThat(future.isCancelled()).isTrue();
            gate.expect("task is interrupted");
        });
    }

    @Test
    default void cancelRacesWithTheEndOfTheTask_nextTaskIsNotInterrupted() throws Exception {
        check(1, (executor, processes) -> {
            ProcessQueue<Boolean> begun = processes.queue("begun");
            for (int i = 0; i < 40; i++) {
                Future<Boolean> cancelled = executor.submit(task(() -> begun.add(true)));
                Future<Boolean> next = executor.submit(task(Thread::interrupted));
                begun.take();

                boolean won = cancelled.cancel(true);

                assertThat(cancelled.isCancelled()).isEqualTo(won);
                assertThat(next.get()).as("interrupted, in round %d", i).isFalse();
            }
        });
    }
}
