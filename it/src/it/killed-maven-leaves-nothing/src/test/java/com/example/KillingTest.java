package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

class KillingTest {

    @MultiProcessTest
    void mavenIsKilledWhileChildrenWait(Processes processes, ProcessQueue<String> waiting) throws Exception {
        Files.writeString(
                Path.of("target/test-jvm.pid"),
                String.valueOf(ProcessHandle.current().pid()));
        processes.start(3, "waiter", () -> {
            System.out.println("waiting");
            waiting.put("one");
            new CountDownLatch(1).await();
        });
        for (int waiters = 0; waiters < 3; waiters++) {
            waiting.take();
        }
        maven().destroyForcibly();
        new CountDownLatch(1).await();
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
