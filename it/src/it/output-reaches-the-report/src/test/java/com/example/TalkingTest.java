package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;

class TalkingTest {

    @MultiProcessTest
    void aChildTalks(Processes processes) {
        ChildProcess<Void> talker = processes.start("talker", () -> {
            for (int line = 1; line <= 5_000; line++) {
                System.out.println("line " + line);
            }
            System.err.println("a warning");
        });
        talker.join();
        assertThat(talker.output()).hasSize(5_001).contains("line 1", "line 5000", "a warning");
    }
}
