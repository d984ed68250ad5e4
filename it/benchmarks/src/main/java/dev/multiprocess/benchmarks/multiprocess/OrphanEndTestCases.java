package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.os.ProcessIdentity;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** The test of {@link OrphanEnd}: prints which processes its children are, and waits until it is killed. */
class OrphanEndTestCases {

    static final int CHILDREN = 4;
    static final String BUSY = "benchmark.busy";

    @MultiProcessTest(timeout = "1m")
    void waitsToBeKilled(Processes processes, ProcessQueue<String> running, ProcessQueue<String> never)
            throws InterruptedException {
        boolean busy = Boolean.getBoolean(BUSY);
        processes.startEach(CHILDREN, "child", index -> {
            running.put(ProcessIdentity.current().toString());
            if (busy) {
                compute();
            } else if (index % 2 == 0) {
                // A thread that waits for an element is inside a system call.
                never.take();
            } else {
                new CountDownLatch(1).await();
            }
        });
        for (int i = 0; i < CHILDREN; i++) {
            System.out.println(running.take());
        }
        new CountDownLatch(1).await();
    }

    /** Makes objects of many sizes, so that the compiler and the collector of its JVM are at work too. */
    private static void compute() {
        Random random = new Random(1);
        long sum = 0;
        while (sum != Long.MIN_VALUE) {
            byte[] bytes = new byte[1 + random.nextInt(4096)];
            random.nextBytes(bytes);
            sum = sum / 2 + Arrays.hashCode(bytes);
        }
    }
}
