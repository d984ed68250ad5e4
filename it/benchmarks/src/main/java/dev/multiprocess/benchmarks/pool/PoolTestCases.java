package dev.multiprocess.benchmarks.pool;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Samples;
import dev.multiprocess.pool.ProcessPool;
import java.util.ArrayList;
import java.util.List;

/** The test of {@link PoolSubject}, which sets what it is to do and gets what it has measured. */
class PoolTestCases {

    static PoolWork work;
    static Effort effort;
    static double value;

    @MultiProcessTest(timeout = "2m")
    void works(Processes processes) throws Exception {
        value = switch (work) {
            case SUBMIT -> {
                ProcessPool pool = processes.pool("pool", PoolWork.WORKERS);
                yield PoolWork.micros(() -> pool.submit(() -> 1).get(), effort);
            }
            case MAP_1, MAP_100 -> PoolWork.rate(work.map(processes.pool("pool", PoolWork.WORKERS)), effort);
            case START -> start(processes);
        };
    }

    private static double start(Processes processes) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < effort.steps(10); i++) {
            long start = System.nanoTime();
            try (ProcessPool pool = processes.pool("pool" + i, PoolWork.WORKERS)) {
                pool.submit(() -> 1).get();
                millis.add((System.nanoTime() - start) / 1e6);
            }
        }
        return Samples.median(millis);
    }
}
