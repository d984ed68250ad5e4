package dev.multiprocess.chaos;

import dev.multiprocess.Capacity;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The test behind {@link RoundRun}, which sets the plan and gets the result. */
class RoundTestCases {

    /** Of the queues that a round may use. */
    static final List<Integer> CAPACITIES = List.of(1, 7, 100, Integer.MAX_VALUE);

    static Round round;
    static RoundResult result;

    @MultiProcessTest(timeout = "5m")
    void everyElementIsAccountedFor(
            Processes processes,
            @TempDir Path directory,
            @QueueName("one") @Capacity(1) ProcessQueue<Object> one,
            @QueueName("seven") @Capacity(7) ProcessQueue<Object> seven,
            @QueueName("hundred") @Capacity(100) ProcessQueue<Object> hundred,
            @QueueName("unbounded") ProcessQueue<Object> unbounded)
            throws IOException {
        List<ProcessQueue<Object>> queues = List.of(one, seven, hundred, unbounded).stream()
                .filter(queue -> round.capacities().contains(queue.capacity()))
                .toList();
        result = new RoundPlay(round, new RoundFolder(directory), processes, queues).play();
    }
}
