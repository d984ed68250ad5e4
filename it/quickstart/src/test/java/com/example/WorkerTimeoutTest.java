package com.example;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A worker that waits for jobs with a timeout, obeys a stop message, and cleans up. */
class WorkerTimeoutTest {

    private static final String STOP = "stop";

    @MultiProcessTest(timeout = "20s")
    void aWorkerOutlastsAnEmptyQueueAndCleansUpWhenItIsStopped(
            Processes processes,
            @QueueName("jobs") ProcessQueue<String> jobs,
            @QueueName("idle") ProcessQueue<String> idle,
            @TempDir Path directory)
            throws InterruptedException {
        Path scratch = directory.resolve("scratch.txt");
        ChildProcess<List<String>> worker = processes.start("worker", () -> work(jobs, idle, scratch));

        assertEquals("nothing to do", idle.take()); // the queue was empty
        assertTrue(Files.exists(scratch));
        jobs.putAll(List.of("sweep", "mop", STOP));

        assertEquals(List.of("sweep", "mop"), worker.result());
        assertFalse(Files.exists(scratch));
    }

    private static List<String> work(ProcessQueue<String> jobs, ProcessQueue<String> idle, Path scratch)
            throws Exception {
        List<String> done = new ArrayList<>();
        Files.createFile(scratch);
        try {
            while (true) {
                String job = jobs.poll(100, MILLISECONDS);
                if (job == null) {
                    idle.put("nothing to do");
                } else if (job.equals(STOP)) {
                    return done;
                } else {
                    done.add(job);
                }
            }
        } finally {
            Files.delete(scratch);
        }
    }
}
