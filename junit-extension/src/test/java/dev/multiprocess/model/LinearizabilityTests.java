package dev.multiprocess.model;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import dev.multiprocess.QueueName;
import dev.multiprocess.model.Operation.Kind;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Random operations of three children and the test JVM on one queue, compared with a list that has a capacity. On Linux
 * alone all processes read the same clock.
 */
@Tag("fork")
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class LinearizabilityTests {

    private static final int CHILDREN = 3;
    private static final boolean NIGHTLY = Boolean.getBoolean("nightly");
    private static final int ROUNDS = Integer.getInteger("linearizability.rounds", NIGHTLY ? 1_500 : 150);
    private static final Duration LIMIT = Duration.ofSeconds(NIGHTLY ? 160 : 20);
    private static final long SEED = Long.getLong("linearizability.seed", System.nanoTime());
    private static final int OPERATIONS = 25;
    private static final int[] CAPACITIES = {1, 2, 5, 1000};

    /** Enough for a number to reach all processes. */
    private static final long HEAD_START_NANOS = 300_000;

    @Test
    void randomOperations_haveAnOrderInWhichAQueueDoesTheSame() {
        assertThat(run(LinearizabilityTestCases.class)).passesWithin(LIMIT, 1);
    }

    /** What a process is to do: random operations of its own. */
    private record Order(long seed, ProcessQueue<Integer> queue) implements Serializable {}

    /** What one process has done. */
    private record Done(List<Operation> operations) implements Serializable {}

    static class LinearizabilityTestCases {

        @MultiProcessTest(timeout = "150s")
        void everyRound(
                Processes processes,
                @QueueName("orders") ProcessQueue<Order> orders,
                @QueueName("ready") ProcessQueue<Boolean> ready,
                @QueueName("begins") ProcessQueue<Long> begins,
                @QueueName("done") ProcessQueue<Done> done)
                throws InterruptedException {
            processes.start(CHILDREN, "child", () -> {
                for (Order order : orders.reader()) {
                    ready.put(order.queue().isEmpty());
                    done.put(new Done(carryOut(order, begins.take())));
                }
            });
            Random random = new Random(SEED);
            for (int round = 0; round < ROUNDS; round++) {
                int capacity = CAPACITIES[random.nextInt(CAPACITIES.length)];
                ProcessQueue<Integer> queue = processes.queue("round-" + round, capacity);
                for (int child = 0; child < CHILDREN; child++) {
                    orders.put(new Order(random.nextLong(), queue));
                }
                for (int child = 0; child < CHILDREN; child++) {
                    ready.take();
                }
                long begin = System.nanoTime() + HEAD_START_NANOS;
                for (int child = 0; child < CHILDREN; child++) {
                    begins.put(begin);
                }
                List<Operation> all = new ArrayList<>(carryOut(new Order(random.nextLong(), queue), begin));
                for (int child = 0; child < CHILDREN; child++) {
                    all.addAll(done.take().operations());
                }
                History history = new History(all);
                assertThat(history.isLinearizable(capacity))
                        .as(
                                "round %d with capacity %d, of -Dlinearizability.seed=%d; %d of %d could be ordered:%n%s",
                                round, capacity, SEED, history.longest(), all.size(), history)
                        .isTrue();
                queue.clear();
            }
            orders.close();
        }
    }

    private static List<Operation> carryOut(Order order, long begin) throws InterruptedException {
        Random random = new Random(order.seed());
        // Elements of different processes are different with near certainty.
        int base = random.nextInt() & 0x7FFFFF00;
        List<Operation> operations = new ArrayList<>();
        while (System.nanoTime() - begin < 0) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < OPERATIONS; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            Integer argument =
                    switch (kind) {
                        case OFFER, OFFER_WAITING -> base + i;
                        case CONTAINS, REMOVE -> base + random.nextInt(i + 1);
                        default -> null;
                    };
            long called = System.nanoTime();
            Integer result = result(kind, argument, order.queue(), random.nextInt(300));
            operations.add(new Operation(kind, argument, result, called, System.nanoTime()));
        }
        return operations;
    }

    private static Integer result(Kind kind, Integer argument, ProcessQueue<Integer> queue, int micros)
            throws InterruptedException {
        return switch (kind) {
            case OFFER -> queue.offer(argument) ? 1 : 0;
            case OFFER_WAITING -> queue.offer(argument, micros, TimeUnit.MICROSECONDS) ? 1 : 0;
            case POLL -> queue.poll();
            case POLL_WAITING -> queue.poll(micros, TimeUnit.MICROSECONDS);
            case PEEK -> queue.peek();
            case SIZE -> queue.size();
            case REMAINING -> queue.remainingCapacity();
            case CONTAINS -> queue.contains(argument) ? 1 : 0;
            case REMOVE -> queue.remove(argument) ? 1 : 0;
        };
    }
}
