package com.example;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;

class KilledTest {

    @MultiProcessTest
    void aChildIsKilled(Processes processes, ProcessQueue<String> never) throws InterruptedException {
        ChildProcess<String> victim = processes.start("victim", () -> never.take());
        victim.awaitRunning();
        ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
        never.take();
    }
}
