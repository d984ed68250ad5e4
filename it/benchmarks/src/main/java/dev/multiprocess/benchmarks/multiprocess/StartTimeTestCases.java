package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import dev.multiprocess.benchmarks.subject.Moment;
import dev.multiprocess.benchmarks.subject.Payload;
import dev.multiprocess.benchmarks.subject.Samples;
import java.util.ArrayList;
import java.util.List;

/** The test behind {@link StartTime}, which sets what it is to do and gets what it has measured. */
class StartTimeTestCases {

    private static final int WARM_UP = 2;

    static StartMethod startMethod;
    static Moment moment;
    static int starts;
    static double medianMillis;

    @MultiProcessTest(timeout = "2m")
    void startsOneChildAfterTheOther(Processes processes, ProcessQueue<Object> records) throws Exception {
        Processes starter = processes.with(options -> options.startMethod(startMethod));
        Warmth.await(startMethod, starter);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WARM_UP + starts; i++) {
            Warmth.pause(startMethod);
            double elapsed = moment == Moment.FIRST_RECORD ? untilRecord(starter, records) : one(starter);
            if (i >= WARM_UP) {
                millis.add(elapsed);
            }
        }
        medianMillis = Samples.median(millis);
    }

    private static double untilRecord(Processes starter, ProcessQueue<Object> records) throws InterruptedException {
        long start = System.nanoTime();
        ChildProcess<Void> child = starter.start(() -> records.put(Payload.RECORD.message()));
        records.take();
        long taken = System.nanoTime();
        child.join();
        return (taken - start) / 1e6;
    }

    private static double one(Processes starter) {
        long start = System.nanoTime();
        // Clocks of two processes are compared here, which a test must not do: see docs/benchmarks.md.
        ChildProcess<Long> child = starter.start(() -> System.nanoTime());
        long firstLine = child.result();
        child.join();
        long joined = System.nanoTime();
        return ((moment == Moment.FIRST_LINE ? firstLine : joined) - start) / 1e6;
    }
}
