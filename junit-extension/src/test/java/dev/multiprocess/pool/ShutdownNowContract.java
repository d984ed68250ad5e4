package dev.multiprocess.pool;

import static dev.multiprocess.pool.Tasks.action;
import static dev.multiprocess.pool.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ProcessQueue;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code shutdownNow}. */
interface ShutdownNowContract extends ExecutorSubject {

    @Test
    default void shutDownNowWithoutTasks_returnsNothingAndTerminates() throws Exception {
        check(1, (executor, processes) -> {
            assertThat(executor.shutdownNow()).isEmpty();

            assertThat(executor.isShutdown()).isTrue();
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(executor.isTerminated()).isTrue();
            assertThat(executor.shutdownNow()).isEmpty();
        });
    }

    @Test
    default void shutDownNowWhenIdle_returnsNothingAndTerminates() throws Exception {
        check(1, (executor, processes) -> {
            assertThat(executor.submit(task(() -> 1)).get()).isEqualTo(1);

            assertThat(executor.shutdownNow()).isEmpty();
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        });
    }

    @Test
    default void shutDownNow_interruptsRunningTasks() throws Exception {
        check(2, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> one = executor.submit(gate.task("one"));
            Future<String> other = executor.submit(gate.task("other"));
            gate.expectInAnyOrder("one begins", "other begins");

            assertThat(executor.shutdownNow()).isEmpty();

            gate.expectInAnyOrder("one is interrupted", "other is interrupted");
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Tasks.failureOf(one)).isInstanceOf(InterruptedException.class);
            assertThat(Tasks.failureOf(other)).isInstanceOf(InterruptedException.class);
        });
    }

    @Test
    default void shutDownNow_returnsExactlyWhatNeverBegan() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            ProcessQueue<String> ran = processes.queue("ran");
            assertThat(executor.submit(task(() -> "over")).get()).isEqualTo("over");
            Future<String> running = executor.submit(gate.task("running"));
            executor.execute(action(() -> ran.put("executed")));
            executor.submit(action(() -> ran.put("submitted action")));
            executor.submit(action(() -> ran.put("submitted action with result")), "result");
            executor.submit(task(() -> ran.add("submitted task")));
            gate.expect("running begins");

            List<Runnable> never = executor.shutdownNow();

            assertThat(never).hasSize(4);
            gate.expect("running is interrupted");
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Tasks.failureOf(running)).isInstanceOf(InterruptedException.class);
            assertThat(ran.drain()).as("did by the executor").isEmpty();
            never.forEach(Runnable::run);
            assertThat(ran.drain())
                    .containsExactly("executed", "submitted action", "submitted action with result", "submitted task");
        });
    }

    @Test
    default void shutDownNowAfterShutdown_stopsWhatIsLeft() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            executor.execute(action(() -> gate.log().put("queued")));
            gate.expect("running begins");
            executor.shutdown();

            assertThat(executor.shutdownNow()).hasSize(1);

            gate.expect("running is interrupted");
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Tasks.failureOf(running)).isInstanceOf(InterruptedException.class);
            assertThat(executor.shutdownNow()).isEmpty();
            assertThat(gate.log().drain()).isEmpty();
        });
    }

    @Test
    default void taskIgnoresTheInterrupt_shutDownNowDoesNotWaitForIt() throws Exception {
        check(1, (executor, processes) -> {
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.stubborn("running"));
            gate.expect("running begins");

            executor.shutdownNow();

            gate.expect("running is interrupted");
            assertThat(executor.isTerminated()).isFalse();
            assertThat(executor.awaitTermination(20, TimeUnit.MILLISECONDS)).isFalse();
            gate.open("key");
            gate.expect("running passes late");
            assertThat(running.get()).isEqualTo("key");
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        });
    }

    @Test
    default void shutDownNowRacesWithTheBeginOfATask_theTaskIsReturnedOrInterrupted() throws Exception {
        for (int i = 0; i < 20; i++) {
            check(1, (executor, processes) -> {
                Gate gate = Gate.of(processes);
                Future<Integer> before = executor.submit(task(() -> 1));
                Future<String> racing = executor.submit(gate.task("racing"));
                assertThat(before.get()).isEqualTo(1);

                List<Runnable> never = executor.shutdownNow();

                assertThat(executor.awaitTermination(3, TimeUnit.SECONDS))
                        .as("stopped without delay")
                        .isTrue();
                List<String> done = gate.log().drain();
                if (never.isEmpty()) {
                    assertThat(Tasks.failureOf(racing)).isInstanceOf(InterruptedException.class);
                } else {
                    assertThat(done).as("done by the executor").isEmpty();
                }
            });
        }
    }
}
