package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

class KillingTest {

    @MultiProcessTest
    void mavenIsKilledAndAProcessStays(Processes processes) throws InterruptedException {
        processes.start("starter", () -> leaveSleeper()).join();
        maven().destroyForcibly();
        new CountDownLatch(1).await();
    }

    private static void leaveSleeper() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "sleep 300 <&- >/dev/null 2>&1 & echo $! > target/left.pid")
                .start()
                .waitFor();
    }

    /** The JVM above this one that was started to be killed. */
    private static ProcessHandle maven() {
        return Stream.iterate(
                        ProcessHandle.current(), process -> process.parent().orElseThrow())
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch("-Dmay.be.killed"::equals))
                .findFirst()
                .orElseThrow();
    }
}
