package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.kit.Children;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tests that {@link ScarcityTests} runs in test JVMs that have little of something. */
final class ScarcityTestCases {

    private ScarcityTestCases() {}

    static class LargeElements {

        private static final int COUNT = 300;
        private static final int BYTES = 20_000;

        @MultiProcessTest(timeout = "1m")
        void allArriveInOrder(Processes processes, ProcessQueue<int[]> queue) throws InterruptedException {
            QueueWriter<int[]> writer = queue.writer();
            processes
                    .start("writer", () -> {
                        for (int i = 0; i < COUNT; i++) {
                            int[] element = new int[BYTES / Integer.BYTES];
                            Arrays.fill(element, i + (1 << 30));
                            writer.put(element);
                        }
                    })
                    .join();

            assertThat(queue.statistics().bytes()).isGreaterThan((long) COUNT * BYTES);
            for (int i = 0; i < COUNT; i++) {
                assertThat(queue.take()).hasSize(BYTES / Integer.BYTES).containsOnly(i + (1 << 30));
            }
        }
    }

    static class ManyElements {

        @MultiProcessTest(timeout = "1m")
        void refusedPutLosesNothing(Processes processes, ProcessQueue<Integer> queue) throws InterruptedException {
            QueueWriter<Integer> writer = queue.writer();
            int count = processes
                    .start("writer", () -> {
                        int put = 0;
                        try {
                            while (true) {
                                writer.put(put);
                                put++;
                            }
                        } catch (IllegalStateException e) {
                            assertThat(e)
                                    .hasMessageStartingWith("queue 'queue' with " + put + " elements cannot grow:"
                                            + " there is no room in ")
                                    .hasMessageEndingWith("; nothing was put");
                        }
                        return put;
                    })
                    .result();

            assertThat(queue.size()).isEqualTo(count).isPositive();
            for (int i = 0; i < count; i++) {
                assertThat(queue.take()).isEqualTo(i);
            }
            queue.put(-1);
            assertThat(queue.take()).isEqualTo(-1);
        }
    }

    static class ManyQueues {

        private static final int COUNT = 300;

        @MultiProcessTest(timeout = "1m")
        void childUsesThemAll(Processes processes) {
            // The classes that a child needs are loaded while there are descriptors to read them with.
            processes.start("first", () -> {}).join();
            List<ProcessQueue<Integer>> queues = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                queues.add(processes.queue("queue-" + i));
            }
            ChildProcess<Void> child = processes.start("child", () -> {
                for (int i = 0; i < COUNT; i++) {
                    queues.get(i).put(i);
                }
            });

            assertThatThrownBy(child::join).hasStackTraceContaining("Too many open files");
        }
    }

    static class ManyChildren {

        @MultiProcessTest(timeout = "1m")
        void oneMoreThanCanBe(Processes processes) {
            for (int i = 0; ; i++) {
                processes.start("child-" + i, Children::waitForEver);
            }
        }
    }
}
