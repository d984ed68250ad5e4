package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

class KillingTest {

    @MultiProcessTest
    void mavenIsKilledWhileChildrenWait(Processes processes, ProcessQueue<String> waiting) throws Exception {
        List<String> pids = new ArrayList<>();
        pids.add(pid());
        processes.start(3, "waiter", () -> {
            waiting.put(pid());
            new CountDownLatch(1).await();
        });
        while (pids.size() < 4) {
            pids.add(waiting.take());
        }
        Files.write(Path.of("target/pids"), pids);
        maven().destroyForcibly();
        new CountDownLatch(1).await();
    }

    private static String pid() {
        return String.valueOf(ProcessHandle.current().pid());
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
