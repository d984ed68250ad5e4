package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.reap.ProcessIdentity;
import java.util.concurrent.CountDownLatch;

/** The test behind {@link OrphanEnd}: prints who its children are, and waits until it is killed. */
class OrphanEndTestCases {

    static final int CHILDREN = 4;

    @MultiProcessTest(timeout = "1m")
    void waitsToBeKilled(Processes processes, ProcessQueue<String> running) throws InterruptedException {
        processes.start(CHILDREN, "child", () -> {
            running.put(ProcessIdentity.current().toString());
            new CountDownLatch(1).await();
        });
        for (int i = 0; i < CHILDREN; i++) {
            System.out.println(running.take());
        }
        new CountDownLatch(1).await();
    }
}
