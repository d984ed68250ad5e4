package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;

abstract class OwnedChildren {

    @MultiProcessTest
    void childrenBelongToTheirTestJvm(Processes processes, ProcessQueue<String> owners) {
        long testJvm = ProcessHandle.current().pid();
        System.out.println("test JVM " + testJvm);
        processes
                .start(2, "child", () -> owners.put(System.getenv("MULTIPROCESS_OWNER")))
                .join();
        assertThat(owners.drain()).hasSize(2).allMatch(owner -> owner.startsWith(testJvm + "@"));
    }
}
