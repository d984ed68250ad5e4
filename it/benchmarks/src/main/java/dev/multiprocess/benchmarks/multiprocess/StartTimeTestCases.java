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

/** The test of {@link StartTime}, which sets what it is to do and gets what it has measured. */
class StartTimeTestCases {

    private static final int WARM_UP = 2;

    static StartMethod startMethod;
    static Moment moment;
    static int starts;
    static double medianMillis;

    @MultiProcessTest(timeout = "2m")
    void startsOneChildAfterTheOther(Processes processes, ProcessQueue<Object> records) throws Exception {
        Processes starter = processes.with(options -> options.startMethod(startMethod));
        Warmth warmth = Warmth.await(startMethod, starter);
        List<Double> millis = new ArrayList<>();
        while (millis.size() < WARM_UP + starts) {
            warmth.pause();
            Start start = moment == Moment.FIRST_RECORD ? untilRecord(starter, records) : one(starter);
            if (warmth.held(start.child())) {
                millis.add(start.millis());
            }
        }
        medianMillis = Samples.median(millis.subList(WARM_UP, millis.size()));
    }

    private record Start(ChildProcess<?> child, double millis) {}

    private static Start untilRecord(Processes starter, ProcessQueue<Object> records) throws InterruptedException {
        long start = System.nanoTime();
        ChildProcess<Void> child = starter.start(() -> records.put(Payload.RECORD.message()));
        records.take();
        long taken = System.nanoTime();
        child.join();
        return new Start(child, (taken - start) / 1e6);
    }

    private static Start one(Processes starter) {
        long start = System.nanoTime();
        // Clocks of two processes are compared here, which a test must not do: see docs/benchmarks.md.
        ChildProcess<Long> child = starter.start(() -> System.nanoTime());
        long firstLine = child.result();
        child.join();
        long joined = System.nanoTime();
        return new Start(child, ((moment == Moment.FIRST_LINE ? firstLine : joined) - start) / 1e6);
    }
}
