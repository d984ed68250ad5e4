package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.multiprocess.Capacity;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import java.util.List;

/** A slow reader holds the writer back. */
class BoundedQueueTest {

    @MultiProcessTest
    void theWriterIsRefusedWhenTheQueueIsFull(
            Processes processes,
            @QueueName("numbers") @Capacity(3) ProcessQueue<Integer> numbers,
            @QueueName("refused") ProcessQueue<Integer> refused) {
        ChildProcess<Void> writer = processes.start("writer", () -> {
            int next = 0;
            while (numbers.offer(next)) {
                next++;
            }
            refused.put(next);
            while (next < 10) {
                numbers.put(next++); // waits until the reader has made room
            }
        });
        ChildProcess<List<Integer>> reader = processes.start("reader", () -> {
            int first = refused.take(); // so slow that the queue is full before it begins
            assertEquals(3, first);
            assertEquals(3, numbers.size());
            return numbers.reader().stream().toList();
        });

        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), reader.result());
        writer.join();
    }
}
