package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class HangingTest {

    @MultiProcessTest
    void childrenAndTestHang(Processes processes, ProcessQueue<String> pids) throws Exception {
        processes.start(2, "stuck", () -> {
            System.out.println("about to hang");
            pids.put(String.valueOf(ProcessHandle.current().pid()));
            new CountDownLatch(1).await();
        });
        Files.write(Path.of("target/pids"), new ArrayList<>(List.of(pids.take(), pids.take())));
        new CountDownLatch(1).await();
    }
}
