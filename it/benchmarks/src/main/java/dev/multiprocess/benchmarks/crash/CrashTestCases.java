package dev.multiprocess.benchmarks.crash;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.crash.CrashPlan;
import dev.multiprocess.crash.CrashTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;

/** The test of {@link CrashSubject}, which sets what it is to do and gets what it has measured. */
class CrashTestCases {

    private static final double NANOS_OF_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** They take four times as long, each of them the same. */
    private static final int KILLS = 100;

    static int points;
    static CrashWork work;
    static double perSecond;

    @MultiProcessTest(timeout = "10m")
    void triesAllPoints(Processes processes, CrashTests crashes) throws Throwable {
        if (work == CrashWork.EMPTY) {
            measureChildren(processes);
        } else {
            measurePoints(crashes);
        }
    }

    /** Each of them leaves another directory. */
    private static void measurePoints(CrashTests crashes) throws Throwable {
        int writes = points - 1;
        CrashPlan plan = crashes.given(directory -> Files.createFile(directory.resolve("log")))
                .run((directory, promises) -> {
                    Path log = directory.resolve("log");
                    for (int i = 0; i < writes; i++) {
                        Files.write(log, new byte[100], StandardOpenOption.APPEND);
                    }
                });
        List<DynamicTest> tests = (work == CrashWork.KILLED ? plan.killed().atMost(KILLS) : plan)
                .thenCheck((directory, promised) -> {})
                .toList();
        long start = System.nanoTime();
        for (DynamicTest test : tests) {
            test.getExecutable().execute();
        }
        perSecond = tests.size() * NANOS_OF_SECOND / (System.nanoTime() - start);
    }

    private static void measureChildren(Processes processes) throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < points; i++) {
                all.add(executor.submit(() -> processes.start(() -> {}).join()));
            }
            for (Future<?> each : all) {
                each.get();
            }
            perSecond = points * NANOS_OF_SECOND / (System.nanoTime() - start);
        } finally {
            executor.shutdownNow();
        }
    }
}
