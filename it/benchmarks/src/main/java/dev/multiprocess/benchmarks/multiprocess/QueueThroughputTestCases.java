package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessGroup;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.QueueLoad;
import java.time.Duration;

/** The test behind {@link QueueThroughput}, which sets what it is to do and gets what it has measured. */
class QueueThroughputTestCases {

    private static final int PUTS_BETWEEN_LOOKS_AT_THE_CLOCK = 64;

    static QueueLoad load;
    static Effort effort;
    static double messagesPerSecond;

    @MultiProcessTest(timeout = "1m")
    void countsFromGoToTheLastMessage(
            Processes processes,
            @QueueName("warm-up") ProcessQueue<Object> warmUp,
            @QueueName("measured") ProcessQueue<Object> measured,
            @QueueName("ready") ProcessQueue<Boolean> ready,
            @QueueName("go") ProcessQueue<Boolean> go,
            @QueueName("counts") ProcessQueue<Long> counts)
            throws InterruptedException {
        Object message = load.payload().message();
        Duration warmUpTime = effort.warmUp();
        Duration measuredTime = effort.measured();
        ProcessGroup<Void> readers = read(processes, warmUp.reader(), measured.reader(), ready, counts);
        QueueWriter<Object> warmUpWriter = warmUp.writer();
        QueueWriter<Object> measuredWriter = measured.writer();
        ProcessGroup<Long> writers = processes.start(load.writers(), "writer", () -> {
            putFor(warmUpTime, warmUpWriter, message);
            ready.put(true);
            go.take();
            return putFor(measuredTime, measuredWriter, message);
        });

        for (int i = 0; i < load.writers() + load.readers(); i++) {
            ready.take();
        }
        long start = System.nanoTime();
        for (int i = 0; i < load.writers(); i++) {
            go.put(true);
        }
        long taken = 0;
        for (int i = 0; i < load.readers(); i++) {
            taken += counts.take();
        }
        long nanos = System.nanoTime() - start;

        readers.join();
        long put = writers.results().stream().mapToLong(Long::longValue).sum();
        if (put != taken) {
            throw new AssertionError("all that was put must be taken: put=" + put + ", taken=" + taken);
        }
        messagesPerSecond = taken / (nanos / 1e9);
    }

    private static ProcessGroup<Void> read(
            Processes processes,
            QueueReader<Object> warmUp,
            QueueReader<Object> measured,
            ProcessQueue<Boolean> ready,
            ProcessQueue<Long> counts) {
        return processes.start(load.readers(), "reader", () -> {
            count(warmUp);
            ready.put(true);
            counts.put(count(measured));
        });
    }

    private static long putFor(Duration time, QueueWriter<Object> queue, Object message) {
        long start = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - start < time.toNanos()) {
            for (int i = 0; i < PUTS_BETWEEN_LOOKS_AT_THE_CLOCK; i++) {
                queue.put(message);
            }
            count += PUTS_BETWEEN_LOOKS_AT_THE_CLOCK;
        }
        queue.close();
        return count;
    }

    private static long count(QueueReader<Object> queue) {
        long count = 0;
        for (Object message : queue) {
            count++;
        }
        return count;
    }
}
