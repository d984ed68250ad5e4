package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class LockTest {

    // snippet: factory
    @MultiProcess
    @TestFactory
    Stream<DynamicTest> oneOfManyGetsTheLock(Processes processes, @TempDir Path directory) {
        return Stream.of(2, 4)
                .map(size -> dynamicTest(size + " candidates", () -> {
                    Path lock = directory.resolve("lock-of-" + size); // the directory is that of all
                    ProcessQueue<Integer> winners = processes.queue("winners");
                    processes
                            .startEach(size, "candidate", index -> {
                                if (lock.toFile().createNewFile()) {
                                    winners.put(index);
                                }
                            })
                            .join();
                    assertThat(winners.drain()).hasSize(1);
                }));
    }
    // end
}
