package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import dev.multiprocess.benchmarks.subject.Memory;

/** The test of {@link WaitingMemory}, which sets what it is to do and gets what it has measured. */
class WaitingMemoryTestCases {

    static int elements;
    static double mebibytes;

    @MultiProcessTest(timeout = "1m")
    void looksAtElementsThatWait(
            Processes processes,
            ProcessQueue<Integer> waiting,
            @QueueName("orders") ProcessQueue<Boolean> orders,
            @QueueName("reports") ProcessQueue<Boolean> reports)
            throws Exception {
        int count = elements;
        ChildProcess<Void> writer = processes.start("writer", () -> {
            reports.put(true);
            orders.take();
            for (int i = 0; i < count; i++) {
                waiting.put(7);
            }
            reports.put(true);
            orders.take();
        });
        reports.take();
        double before = Memory.ownAndShared(writer.pid());

        orders.put(true);
        reports.take();

        mebibytes = Memory.ownAndShared(writer.pid()) - before;
        waiting.clear();
        orders.put(true);
        writer.join();
    }
}
