package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import dev.multiprocess.QueueReader;
import dev.multiprocess.benchmarks.subject.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The test of {@link QueueRoundTripMain}, which sets what it is to do and gets what it has measured. */
class QueueRoundTripTestCases {

    static Effort effort;
    static List<Double> micros;

    @MultiProcessTest(timeout = "1m")
    void sendsThereAndBack(
            Processes processes,
            @QueueName("there") ProcessQueue<Integer> there,
            @QueueName("back") ProcessQueue<Integer> back)
            throws InterruptedException {
        QueueReader<Integer> arriving = there.reader();
        processes.start("echo", () -> {
            for (Integer message : arriving) {
                back.put(message);
            }
        });

        trips(effort.warmUp(), there, back);
        micros = trips(effort.measured(), there, back);
        there.close();
    }

    /** Makes trips for a time, at least one. */
    private static List<Double> trips(Duration time, ProcessQueue<Integer> there, ProcessQueue<Integer> back)
            throws InterruptedException {
        List<Double> micros = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        long before;
        do {
            before = System.nanoTime();
            there.put(7);
            back.take();
            micros.add((System.nanoTime() - before) / 1e3);
        } while (before - end < 0);
        return micros;
    }
}
