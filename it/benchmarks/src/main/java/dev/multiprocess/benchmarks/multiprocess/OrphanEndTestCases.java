package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.os.ProcessIdentity;
import java.util.concurrent.CountDownLatch;

/** The test of {@link OrphanEnd}: prints which processes its children are, and waits until it is killed. */
class OrphanEndTestCases {

    static final int CHILDREN = 4;

    @MultiProcessTest(timeout = "1m")
    void waitsToBeKilled(Processes processes, ProcessQueue<String> running, ProcessQueue<String> never)
            throws InterruptedException {
        processes.start(CHILDREN, "child", index -> {
            running.put(ProcessIdentity.current().toString());
            // A thread that waits for an element is inside a system call.
            if (index % 2 == 0) {
                never.take();
            } else {
                new CountDownLatch(1).await();
            }
            return null;
        });
        for (int i = 0; i < CHILDREN; i++) {
            System.out.println(running.take());
        }
        new CountDownLatch(1).await();
    }
}
