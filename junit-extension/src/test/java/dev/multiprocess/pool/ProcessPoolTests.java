package dev.multiprocess.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Tasks of a pool, X1 to X12 beside its contract as an {@code ExecutorService}. */
@Tag("fork")
@Timeout(60)
class ProcessPoolTests {

    @MultiProcessTest
    void taskRuns_itsResultComesBack(Processes processes) throws Exception {
        ProcessPool pool = processes.pool("squares", 2);

        Future<Integer> answer = pool.submit(() -> 6 * 7);

        assertThat(answer.get()).isEqualTo(42);
        assertThat(pool.map(n -> n * n, List.of(1, 2, 3))).containsExactly(1, 4, 9);
        assertThat(pool.workers()).hasSizeBetween(1, 2);
    }
}
