package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queues that a test makes with {@link Processes#queue}. */
@Tag("fork")
@Timeout(60)
class MadeQueueTests {

    private static Processes ended;

    @Test
    void madeQueues_doWhatThoseOfParametersDo() {
        assertThat(run(MadeQueueTestCases.class)).passes(6);
        assertThatThrownBy(() -> ended.queue("late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "queue 'late' cannot be made: test MadeQueueTests$MadeQueueTestCases.test_leavesItsProcesses has ended");
    }

    static class MadeQueueTestCases {

        @MultiProcessTest
        void manyQueues_eachCarriesItsOwn(Processes processes) throws InterruptedException {
            List<ProcessQueue<Integer>> queues = IntStream.range(0, 20)
                    .mapToObj(i -> processes.<Integer>queue("queue-" + i))
                    .toList();
            processes.start("writer", () -> {
                for (int i = 0; i < queues.size(); i++) {
                    queues.get(i).put(i);
                }
            });

            for (int i = 0; i < queues.size(); i++) {
                assertThat(queues.get(i).take()).isEqualTo(i);
            }
        }

        @MultiProcessTest
        void capacity_isExact(Processes processes) {
            ProcessQueue<Integer> queue = processes.queue("small", 2);

            assertThat(queue.capacity()).isEqualTo(2);
            assertThat(processes
                            .start("writer", () -> queue.offer(1) && queue.offer(2) && !queue.offer(3))
                            .result())
                    .isTrue();
        }

        /** Three children write to one log, each once it knows that the one before has written. */
        @MultiProcessTest
        void putsThatFollowEachOther_areInThatOrderWhateverTheirProcesses(Processes processes)
                throws InterruptedException {
            int laps = 200;
            ProcessQueue<Integer> log = processes.queue("log");
            List<ProcessQueue<Integer>> turns = IntStream.range(0, 3)
                    .mapToObj(i -> processes.<Integer>queue("turn-" + i))
                    .toList();
            ProcessGroup<Void> runners = processes.startEach(3, "runner", index -> {
                for (int lap = 0; lap < laps; lap++) {
                    int turn = turns.get(index).take();
                    log.put(turn);
                    turns.get((index + 1) % 3).put(turn + 1);
                }
            });
            turns.get(0).put(0);
            runners.join();

            assertThat(log.drain())
                    .isEqualTo(IntStream.range(0, 3 * laps).boxed().toList());
        }

        @MultiProcessTest
        void child_makesAQueueForItsAnswers(Processes processes) throws InterruptedException {
            ProcessQueue<ProcessQueue<String>> doors = processes.queue("doors");
            processes.start("server", () -> {
                ProcessQueue<String> door = processes.queue("door");
                doors.put(door);
                door.put("welcome");
            });

            assertThat(doors.take().take()).isEqualTo("welcome");
        }

        @MultiProcessTest
        void badArguments_areRefused(Processes processes) {
            assertThatThrownBy(() -> processes.queue("none", 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the capacity of a queue must be at least 1: queue 'none' with capacity=0");
            assertThatThrownBy(() -> processes.queue(" "))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the name of a queue must not be blank: name=' '");
        }

        @MultiProcessTest
        void test_leavesItsProcesses(Processes processes) {
            ended = processes;
        }
    }
}
