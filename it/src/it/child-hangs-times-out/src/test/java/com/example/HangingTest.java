package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.util.concurrent.CountDownLatch;

class HangingTest {

    @MultiProcessTest(timeout = "8s")
    void aChildHangs(Processes processes) {
        processes.start("stuck", () -> waitForNothing());
    }

    private static void waitForNothing() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
