package dev.multiprocess.benchmarks.pool;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Samples;
import dev.multiprocess.pool.ProcessFunction;
import dev.multiprocess.pool.ProcessPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What pools of four workers are measured with. */
public enum PoolWork {
    /** From the submission of one task to its result, in microseconds: the median. */
    SUBMIT,

    /** Tasks a second of a map, one to a chunk. */
    MAP_1,

    /** Tasks a second of a map, a hundred to a chunk. */
    MAP_100,

    /** From a new pool to the first result, in milliseconds: the median. */
    START;

    static final int WORKERS = 4;

    /** Five JVMs on two processors compile for so many times as long as one that has a processor. */
    private static final int WARM_UPS = 8;

    int chunk() {
        return this == MAP_100 ? 100 : 1;
    }

    /** The median time of a call, in microseconds. */
    static double micros(Callable<?> call, Effort effort) throws Exception {
        repeat(call, effort.warmUp(), new ArrayList<>());
        List<Double> micros = new ArrayList<>();
        repeat(call, effort.measured(), micros);
        return Samples.median(micros);
    }

    private static void repeat(Callable<?> call, Duration time, List<Double> micros) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end || micros.isEmpty()) {
            long start = System.nanoTime();
            call.call();
            micros.add((System.nanoTime() - start) / 1e3);
        }
    }

    /** How many tasks a second get through, given what does some tasks and says how many. */
    static double rate(Callable<Long> some, Effort effort) throws Exception {
        count(some, effort.warmUp().multipliedBy(WARM_UPS));
        long start = System.nanoTime();
        long done = count(some, effort.measured());
        return done / ((System.nanoTime() - start) / 1e9);
    }

    private static long count(Callable<Long> some, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        long done = 0;
        while (System.nanoTime() < end || done == 0) {
            done += some.call();
        }
        return done;
    }

    /** Some tasks of a map over this pool. */
    Callable<Long> map(ProcessPool pool) {
        List<Integer> items =
                IntStream.range(0, 100 * WORKERS * chunk()).boxed().toList();
        ProcessFunction<Integer, Integer> function = number -> number + 1;
        return () -> pool.map(function, items, chunk()).mapToLong(result -> 1).sum();
    }

    /** As many tasks over threads, each with a chunk. */
    Callable<Long> map(ExecutorService threads) {
        int chunks = 100 * WORKERS;
        return () -> {
            List<Future<List<Integer>>> all = new ArrayList<>();
            for (int i = 0; i < chunks; i++) {
                int from = i * chunk();
                all.add(threads.submit(() -> IntStream.range(from, from + chunk())
                        .mapToObj(number -> number + 1)
                        .toList()));
            }
            long done = 0;
            for (Future<List<Integer>> each : all) {
                done += each.get().size();
            }
            return done;
        };
    }
}
