package dev.multiprocess.pool;

import static dev.multiprocess.pool.Tasks.action;
import static dev.multiprocess.pool.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** {@code close}, which executors of the JDK have from JDK 19 on. */
interface CloseContract extends ExecutorSubject {

    private static AutoCloseable closeable(ExecutorService executor) {
        assumeTrue(executor instanceof AutoCloseable, "executors of this JDK cannot be closed");
        return (AutoCloseable) executor;
    }

    @Test
    default void closedWithoutUse_isTerminated() throws Exception {
        check(1, (executor, processes) -> {
            closeable(executor).close();

            assertThat(executor.isShutdown()).isTrue();
            assertThat(executor.isTerminated()).isTrue();
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> executor.submit(task(() -> 1)));
        });
    }

    @Test
    default void closedWithTasks_waitsForAllOfThem() throws Exception {
        check(1, (executor, processes) -> {
            AutoCloseable closeable = closeable(executor);
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            Future<String> queued = executor.submit(gate.mark("queued"));
            gate.expect("running begins");

            Caller<Boolean> call = Caller.begin(() -> {
                        closeable.close();
                        boolean terminated = executor.isTerminated();
                        gate.log().put("closed");
                        return terminated;
                    })
                    .awaitWaiting();
            gate.open("key");

            assertThat(call.result()).as("terminated").isTrue();
            assertThat(gate.log().drain()).containsExactly("running passes", "queued runs", "closed");
            assertThat(running.get()).isEqualTo("key");
            assertThat(queued.get()).isEqualTo("queued");
        });
    }

    @Test
    default void closedWhileShuttingDown_waitsForTheTasks() throws Exception {
        check(1, (executor, processes) -> {
            AutoCloseable closeable = closeable(executor);
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            gate.expect("running begins");
            executor.shutdown();

            Caller<Boolean> call = Caller.begin(() -> {
                        closeable.close();
                        return executor.isTerminated();
                    })
                    .awaitWaiting();
            gate.open("key");
            gate.expect("running passes");

            assertThat(call.result()).as("terminated").isTrue();
            assertThat(running.get()).isEqualTo("key");
        });
    }

    @Test
    default void closedTwice_secondTimeDoesNothing() throws Exception {
        check(1, (executor, processes) -> {
            AutoCloseable closeable = closeable(executor);
            closeable.close();

            Thread.currentThread().interrupt();
            closeable.close();

            assertThat(Thread.interrupted()).as("interrupted still").isTrue();
            assertThat(executor.isTerminated()).isTrue();
        });
    }

    @Test
    default void closeIsInterrupted_tasksAreStoppedAndTheThreadStaysInterrupted() throws Exception {
        check(1, (executor, processes) -> {
            AutoCloseable closeable = closeable(executor);
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            executor.execute(action(() -> gate.log().put("queued")));
            gate.expect("running begins");

            Caller<Boolean> call = Caller.begin(() -> {
                        closeable.close();
                        return executor.isTerminated() && Thread.interrupted();
                    })
                    .awaitWaiting()
                    .interrupt();

            assertThat(call.result()).as("terminated, and interrupted still").isTrue();
            assertThat(gate.log().drain()).containsExactly("running is interrupted");
            assertThat(Tasks.failureOf(running)).isInstanceOf(InterruptedException.class);
        });
    }

    @Test
    default void closeIsInterruptedAndATaskIgnoresThat_waitsForIt() throws Exception {
        check(1, (executor, processes) -> {
            AutoCloseable closeable = closeable(executor);
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.stubborn("running"));
            gate.expect("running begins");

            Caller<Boolean> call = Caller.begin(() -> {
                        closeable.close();
                        return executor.isTerminated() && Thread.interrupted();
                    })
                    .awaitWaiting()
                    .interrupt();
            gate.expect("running is interrupted");
            gate.open("key");

            assertThat(call.result()).as("terminated, and interrupted still").isTrue();
            assertThat(running.get()).isEqualTo("key");
            assertThat(gate.log().drain()).containsExactly("running passes late");
        });
    }

    @Test
    default void threadIsInterruptedBeforeItCloses_tasksAreStopped() throws Exception {
        check(1, (executor, processes) -> {
            AutoCloseable closeable = closeable(executor);
            Gate gate = Gate.of(processes);
            Future<String> running = executor.submit(gate.task("running"));
            gate.expect("running begins");

            Thread.currentThread().interrupt();
            closeable.close();

            assertThat(Thread.interrupted()).as("interrupted still").isTrue();
            assertThat(executor.isTerminated()).isTrue();
            gate.expect("running is interrupted");
            assertThat(Tasks.failureOf(running)).isInstanceOf(InterruptedException.class);
        });
    }
}
