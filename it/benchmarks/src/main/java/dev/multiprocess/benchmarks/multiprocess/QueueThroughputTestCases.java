package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.ProcessorTime;
import dev.multiprocess.benchmarks.subject.QueueLoad;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The test of {@link QueueThroughput}, which sets what it is to do and gets what it has measured.
 *
 * <p>Rounds between the same children: each is clocked here from the order to the writers to the report of the last
 * reader. Those before the last are the warm-up, and show how many messages the last one needs.
 */
class QueueThroughputTestCases {

    private static final int ROUNDS_OF_WARM_UP = 5;
    private static final String STOP = "stop";
    private static final byte[] NOTHING = {};

    static QueueLoad load;
    static Effort effort;
    static Rate measured;

    /** What a child did in one round, and the processor time it needed for that. */
    private record Report(int messages, long cpuNanos) implements Serializable {}

    /** What a round has shown. */
    record Rate(double messagesPerSecond, double cpuMicrosPerMessage) {}

    @MultiProcessTest(timeout = "1m")
    void carriesFromWritersToReaders(
            Processes processes,
            @QueueName("orders") ProcessQueue<Integer> orders,
            @QueueName("permits") ProcessQueue<Boolean> permits,
            @QueueName("written") ProcessQueue<Report> written,
            @QueueName("taken") ProcessQueue<Report> taken)
            throws InterruptedException {
        List<ProcessQueue<Object>> queues = IntStream.range(0, load.queues())
                .mapToObj(i -> processes.<Object>queue("measured-" + i, load.capacity()))
                .toList();
        QueueLoad given = load;
        Object message = given.payload().message();
        processes.start(load.readers(), "reader", () -> {
            for (boolean permit : permits.reader()) {
                taken.put(
                        given.inPlace()
                                ? readInPlace(
                                        queues.get(0).reader(), given.payload().bytes())
                                : readToStop(queues));
            }
        });
        processes.start(load.writers(), "writer", () -> {
            for (int count : orders.reader()) {
                written.put(
                        given.inPlace()
                                ? writeInPlace(
                                        count, (byte[]) message, queues.get(0).writer())
                                : write(count, message, queues));
            }
        });
        Rounds rounds = new Rounds(queues, orders, permits, written, taken);

        int few = Math.max(2, 2000 / (1 + load.payload().bytes() / 1024));
        double rate = rounds.run(few).messagesPerSecond();
        long warm = System.nanoTime() + effort.warmUp().toNanos();
        while (System.nanoTime() - warm < 0) {
            rate = rounds.run(rate * seconds(effort.warmUp()) / ROUNDS_OF_WARM_UP)
                    .messagesPerSecond();
        }
        measured = rounds.run(rate * seconds(effort.measured()));
        orders.close();
        permits.close();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** As {@link #readToStop}, from where the messages are; a message without bytes stops it. */
    private static Report readInPlace(QueueReader<Object> queue, int bytes) {
        long cpu = ProcessorTime.nanos();
        byte[] read = new byte[bytes];
        int count = 0;
        boolean more = true;
        while (more) {
            try (QueueReader.Look look = queue.look().orElseThrow()) {
                more = look.buffer().limit() > 0;
                look.buffer().get(0, read, 0, look.buffer().limit());
                count += more ? 1 : 0;
            }
        }
        return new Report(count, ProcessorTime.nanos() - cpu);
    }

    private static Report writeInPlace(int count, byte[] message, QueueWriter<Object> queue) {
        long cpu = ProcessorTime.nanos();
        for (int i = 0; i < count; i++) {
            try (QueueWriter.Claim claim = queue.claim(message.length)) {
                claim.buffer().put(0, message);
                claim.publish();
            }
        }
        return new Report(count, ProcessorTime.nanos() - cpu);
    }

    private static Report readToStop(List<ProcessQueue<Object>> queues) throws InterruptedException {
        long cpu = ProcessorTime.nanos();
        int count = 0;
        while (!STOP.equals(queues.get(count % queues.size()).take())) {
            count++;
        }
        return new Report(count, ProcessorTime.nanos() - cpu);
    }

    private static Report write(int count, Object message, List<ProcessQueue<Object>> queues)
            throws InterruptedException {
        long cpu = ProcessorTime.nanos();
        for (int i = 0; i < count; i++) {
            queues.get(i % queues.size()).put(message);
        }
        return new Report(count, ProcessorTime.nanos() - cpu);
    }

    /** The queues that are measured, and those that direct and observe the children. */
    private record Rounds(
            List<ProcessQueue<Object>> queues,
            ProcessQueue<Integer> orders,
            ProcessQueue<Boolean> permits,
            ProcessQueue<Report> written,
            ProcessQueue<Report> taken) {

        /** Lets about that many messages be sent. */
        Rate run(double messages) throws InterruptedException {
            int each = (int) Math.max(1, messages / load.writers());
            long cpu = -ProcessorTime.nanos();
            for (int i = 0; i < load.readers(); i++) {
                permits.put(true);
            }
            long start = System.nanoTime();
            for (int i = 0; i < load.writers(); i++) {
                orders.put(each);
            }
            for (int i = 0; i < load.writers(); i++) {
                cpu += written.take().cpuNanos();
            }
            for (int i = 0; i < load.readers(); i++) {
                queues.get(each % queues.size()).put(load.inPlace() ? NOTHING : STOP);
            }
            int all = 0;
            for (int i = 0; i < load.readers(); i++) {
                Report report = taken.take();
                all += report.messages();
                cpu += report.cpuNanos();
            }
            long nanos = System.nanoTime() - start;
            cpu += ProcessorTime.nanos();
            if (all != each * load.writers()) {
                throw new AssertionError(
                        "all that was put must be taken: put=" + each * load.writers() + ", taken=" + all);
            }
            return new Rate(all / (nanos / 1e9), cpu / 1e3 / all);
        }
    }
}
