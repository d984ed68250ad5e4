package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.Processes;
import java.util.stream.IntStream;

/** Workers that return a result. */
class WorkerResultTest {

    @MultiProcessTest
    void aWorkerReturnsItsResult(Processes processes) {
        int limit = 100;
        ChildProcess<Integer> worker =
                processes.start("adder", () -> IntStream.rangeClosed(1, limit).sum());
        assertThat(worker.result()).isEqualTo(5050);
    }

    @MultiProcessTest
    void eachOfSeveralWorkersReturnsItsOwn(Processes processes) {
        ProcessGroup<Integer> workers = processes.start(3, "squarer", index -> index * index);
        assertThat(workers.results()).containsExactly(0, 1, 4);
    }

    @MultiProcessTest
    void aWorkerIsAProcessOfItsOwn(Processes processes) {
        ChildProcess<Long> worker =
                processes.start(() -> ProcessHandle.current().pid());
        assertThat(worker.result())
                .isEqualTo(worker.pid())
                .isNotEqualTo(ProcessHandle.current().pid());
    }
}
