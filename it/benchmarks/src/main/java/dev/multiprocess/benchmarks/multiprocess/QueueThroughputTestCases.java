package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.QueueLoad;
import java.time.Duration;

/**
 * The test behind {@link QueueThroughput}, which sets what it is to do and gets what it has measured.
 *
 * <p>Rounds between the same children: each is clocked here from the order to the writers to the report of the last
 * reader. Those before the last are the warm-up, and tell how many messages the last one needs.
 */
class QueueThroughputTestCases {

    private static final int FIRST_ROUND = 300;
    private static final int ROUNDS_OF_WARM_UP = 5;
    private static final String STOP = "stop";

    static QueueLoad load;
    static Effort effort;
    static double messagesPerSecond;

    @MultiProcessTest(timeout = "1m")
    void carriesFromWritersToReaders(
            Processes processes,
            @QueueName("measured") ProcessQueue<Object> queue,
            @QueueName("orders") ProcessQueue<Integer> orders,
            @QueueName("permits") ProcessQueue<Boolean> permits,
            @QueueName("written") ProcessQueue<Boolean> written,
            @QueueName("taken") ProcessQueue<Integer> taken)
            throws InterruptedException {
        Object message = load.payload().message();
        processes.start(load.readers(), "reader", () -> {
            for (boolean permit : permits.reader()) {
                taken.put(countToStop(queue));
            }
        });
        processes.start(load.writers(), "writer", () -> {
            for (int count : orders.reader()) {
                for (int i = 0; i < count; i++) {
                    queue.put(message);
                }
                written.put(true);
            }
        });
        Rounds rounds = new Rounds(queue, orders, permits, written, taken);

        double rate = rounds.run(FIRST_ROUND);
        long warm = System.nanoTime() + effort.warmUp().toNanos();
        while (System.nanoTime() - warm < 0) {
            rate = rounds.run(rate * seconds(effort.warmUp()) / ROUNDS_OF_WARM_UP);
        }
        messagesPerSecond = rounds.run(rate * seconds(effort.measured()));
        orders.close();
        permits.close();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static int countToStop(ProcessQueue<Object> queue) throws InterruptedException {
        int count = 0;
        while (!queue.take().equals(STOP)) {
            count++;
        }
        return count;
    }

    /** The queue that is measured, and those that direct and observe the children. */
    private record Rounds(
            ProcessQueue<Object> queue,
            ProcessQueue<Integer> orders,
            ProcessQueue<Boolean> permits,
            ProcessQueue<Boolean> written,
            ProcessQueue<Integer> taken) {

        /** Lets about so many messages be sent, and tells messages a second. */
        double run(double messages) throws InterruptedException {
            int each = (int) Math.max(FIRST_ROUND, messages / load.writers());
            for (int i = 0; i < load.readers(); i++) {
                permits.put(true);
            }
            long start = System.nanoTime();
            for (int i = 0; i < load.writers(); i++) {
                orders.put(each);
            }
            for (int i = 0; i < load.writers(); i++) {
                written.take();
            }
            for (int i = 0; i < load.readers(); i++) {
                queue.put(STOP);
            }
            int all = 0;
            for (int i = 0; i < load.readers(); i++) {
                all += taken.take();
            }
            long nanos = System.nanoTime() - start;
            if (all != each * load.writers()) {
                throw new AssertionError(
                        "all that was put must be taken: put=" + each * load.writers() + ", taken=" + all);
            }
            return all / (nanos / 1e9);
        }
    }
}
