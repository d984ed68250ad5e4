package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import dev.multiprocess.benchmarks.subject.Memory;
import java.util.Collections;

/** The test of {@link IdleMemory}, which sets what it is to do and gets what it has measured. */
class IdleMemoryTestCases {

    static StartMethod startMethod;
    static double medianMebibytes;

    @MultiProcessTest(timeout = "2m")
    void looksAtChildrenThatWait(Processes processes, ProcessQueue<Integer> ready, ProcessQueue<Integer> never)
            throws Exception {
        Processes starter = processes.with(options -> options.startMethod(startMethod));
        Warmth.await(startMethod, starter);
        ProcessGroup<Integer> idle = starter.start(Memory.TOGETHER, "idle", () -> {
            ready.put(1);
            return never.take();
        });
        for (int i = 0; i < Memory.TOGETHER; i++) {
            ready.take();
        }
        medianMebibytes =
                Memory.median(idle.children().stream().map(ChildProcess::pid).toList());
        Collections.nCopies(Memory.TOGETHER, 0).forEach(never::add);
        idle.join();
    }
}
