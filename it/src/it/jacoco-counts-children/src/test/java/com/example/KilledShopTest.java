package com.example;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Children that the library kills, since they would not end. */
class KilledShopTest {

    private static final Path COVERAGE = Path.of("target/jacoco.exec");

    @MultiProcessTest(timeout = "8s")
    void childHangs_andTheTestFailsAtItsDeadline(Processes processes) {
        processes.start("haggler", () -> {
            Shop.haggle();
            new CountDownLatch(1).await();
        });
    }

    @MultiProcessTest(stopGrace = "4s")
    void childDoesNotStop(Processes processes, ProcessQueue<String> ready) throws InterruptedException {
        ChildProcess<Void> sweeper = processes.start("sweeper", () -> {
            long before = size();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> sweepAfterCoverageIsWritten(before)));
            ready.put("broom");
            new CountDownLatch(1).await();
        });
        ready.take();
        sweeper.stop();
    }

    /** The hook that writes coverage runs beside this one; what follows it is written by nobody but the library. */
    private static void sweepAfterCoverageIsWritten(long before) {
        try {
            while (size() == before) {
                Thread.onSpinWait();
            }
            Shop.sweep();
            new CountDownLatch(1).await();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long size() throws IOException {
        return Files.exists(COVERAGE) ? Files.size(COVERAGE) : 0;
    }
}
