package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.Processes;
import java.util.List;
import java.util.stream.IntStream;

/** Workers that return a result. */
class WorkerResultTest {

    @MultiProcessTest
    void aWorkerReturnsItsResult(Processes processes) {
        int limit = 100;
        ChildProcess<Integer> worker =
                processes.start("adder", () -> IntStream.rangeClosed(1, limit).sum());
        assertEquals(5050, worker.result());
    }

    @MultiProcessTest
    void eachOfSeveralWorkersReturnsItsOwn(Processes processes) {
        ProcessGroup<Integer> workers = processes.start(3, "squarer", index -> index * index);
        assertEquals(List.of(0, 1, 4), workers.results());
    }

    @MultiProcessTest
    void aWorkerIsAProcessOfItsOwn(Processes processes) {
        ChildProcess<Long> worker =
                processes.start(() -> ProcessHandle.current().pid());
        assertEquals(worker.pid(), worker.result());
        assertNotEquals(ProcessHandle.current().pid(), worker.result());
    }
}
