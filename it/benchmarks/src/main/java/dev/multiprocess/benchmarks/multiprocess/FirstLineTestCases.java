package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import dev.multiprocess.benchmarks.subject.Samples;
import java.util.ArrayList;
import java.util.List;

/** The test behind {@link FirstLine}, which sets what it is to do and gets what it has measured. */
class FirstLineTestCases {

    private static final int WARM_UP = 2;

    static StartMethod startMethod;
    static int starts;
    static double medianMillis;

    @MultiProcessTest(timeout = "1m")
    void startsOneChildAfterTheOther(Processes processes) {
        Processes starter = processes.with(options -> options.startMethod(startMethod));
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WARM_UP + starts; i++) {
            long start = System.nanoTime();
            // Clocks of two processes are compared here, which a test must not do: see docs/benchmarks.md.
            ChildProcess<Long> child = starter.start(System::nanoTime);
            double elapsed = (child.result() - start) / 1e6;
            child.join();
            if (i >= WARM_UP) {
                millis.add(elapsed);
            }
        }
        medianMillis = Samples.median(millis);
    }
}
