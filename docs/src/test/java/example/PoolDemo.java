package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.pool.PoolFuture;
import dev.multiprocess.pool.ProcessPool;
import dev.multiprocess.pool.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class PoolDemo {

    // snippet: smallest
    /** Takes its time. */
    static int slowSquare(int number) throws InterruptedException {
        Thread.sleep(20);
        return number * number;
    }

    @MultiProcessTest
    void tenSquaresByFourWorkers(@Workers(4) ProcessPool pool) {
        Stream<Integer> squares =
                pool.map(PoolDemo::slowSquare, IntStream.range(0, 10).boxed().toList());

        assertThat(squares).containsExactly(0, 1, 4, 9, 16, 25, 36, 49, 64, 81);
    }
    // end

    // snippet: submit
    @MultiProcessTest
    void aTaskHasAFuture(@Workers(2) ProcessPool pool) throws Exception {
        Future<Integer> answer = pool.submit(() -> 6 * 7);
        PoolFuture<Void> broken = pool.submit(() -> {
            throw new IOException("no disk");
        });

        assertThat(answer.get()).isEqualTo(42);
        assertThatThrownBy(broken::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseExactlyInstanceOf(IOException.class);
    }
    // end

    // snippet: dead-worker
    @MultiProcessTest
    void aDeadWorkerTakesOneTaskAlong(@Workers(2) ProcessPool pool) throws Exception {
        Future<Void> crash = pool.with(o -> o.label("import"))
                .submit(() -> Runtime.getRuntime().halt(1));
        Future<Integer> other = pool.submit(() -> 1);

        assertThatThrownBy(crash::get).hasCauseInstanceOf(ChildFailedException.class);
        assertThat(other.get()).isEqualTo(1);
    }
    // end

    // snippet: limits
    @MultiProcessTest
    void aTaskThatHangsIsEnded(@Workers(1) ProcessPool pool) throws Exception {
        ProcessPool limited = pool.with(o -> o.hardLimit(Duration.ofMillis(500)));
        Future<Void> hangs = limited.submit(() -> {
            while (true) {
                Thread.onSpinWait();
            }
        });

        assertThatThrownBy(hangs::get).hasCauseInstanceOf(ChildTimeoutException.class);
        assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
    // end

    // snippet: options
    @MultiProcessTest
    void workersAreMadeReady(Processes processes) {
        ProcessPool pool = processes
                .with(o -> o.heap("64m"))
                .pool(
                        "importers",
                        2,
                        o -> o.initializer(() -> System.setProperty("ready", "yes"))
                                .tasksPerWorker(100));

        assertThat(pool.map(number -> System.getProperty("ready"), List.of(1, 2, 3)))
                .containsOnly("yes");
    }
    // end
}
