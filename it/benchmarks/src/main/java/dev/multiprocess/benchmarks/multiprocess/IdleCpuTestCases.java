package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import dev.multiprocess.benchmarks.subject.ProcessorTime;

/** The test of {@link IdleCpu}, which sets what it is to do and gets what it has measured. */
class IdleCpuTestCases {

    /** Time for a child to get as far as blocking, and for the compilers of both JVMs to come to rest. */
    private static final long SETTLING_MILLIS = 1000;

    static int waitedMillis;
    static double cpuMillis;

    @MultiProcessTest(timeout = "1m")
    void looksAtAChildThatWaits(
            Processes processes,
            @QueueName("ready") ProcessQueue<Boolean> ready,
            @QueueName("never") ProcessQueue<Integer> never)
            throws Exception {
        ChildProcess<Integer> child = processes.start("waiter", () -> {
            ready.put(true);
            return never.take();
        });
        ready.take();
        long testJvm = ProcessHandle.current().pid();

        // What is measured is that for a time nothing happens.
        Thread.sleep(SETTLING_MILLIS);
        double before = ProcessorTime.millis(child.pid()) + ProcessorTime.millis(testJvm);
        Thread.sleep(waitedMillis);
        cpuMillis = ProcessorTime.millis(child.pid()) + ProcessorTime.millis(testJvm) - before;

        never.put(1);
        child.join();
    }
}
