package dev.multiprocess.benchmarks.pool;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.benchmarks.subject.Effort;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The test of {@link SharedCall}, which sets what it is to do and gets what it has measured. */
class SharedCallTestCases {

    static Effort effort;
    static double micros;

    @MultiProcessTest(timeout = "2m")
    void calls(Processes processes) {
        Map<String, Integer> map = processes.share(Map.class, new ConcurrentHashMap<String, Integer>(Map.of("a", 1)));
        Effort given = effort;
        micros = processes
                .start(() -> PoolWork.micros(() -> map.get("a"), given))
                .result();
    }
}
