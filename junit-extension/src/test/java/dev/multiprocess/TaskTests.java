package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link ProcessQueue#taskDone()} and {@link ProcessQueue#joinTasks()}. */
@Tag("fork")
@Timeout(90)
class TaskTests {

    @Test
    void tasks_areJoined() {
        assertThat(run(TaskTestCases.class)).passes(7);
    }

    @Test
    void nobodySaysThatItIsDone_isADeadlock() {
        assertThat(run(DeadlockTestCases.class, "nobodySaysThatItIsDone"))
                .hasOneFailure()
                .isInstanceOf(DeadlockException.class)
                .hasMessageContainingAll(
                        "cannot continue: all its processes wait",
                        "test JVM waits until all tasks of queue 'jobs' are done",
                        "worker       : waits to take from queue 'jobs'",
                        "1 task not done, waiting for that: test JVM");
    }

    static class TaskTestCases {

        @MultiProcessTest
        void workersDoTasks_joinReturnsWhenAllAreDone(
                Processes processes,
                @QueueName("jobs") ProcessQueue<Integer> jobs,
                @QueueName("done") ProcessQueue<Integer> done)
                throws InterruptedException {
            processes.start(2, "worker", () -> {
                QueueReader<Integer> reader = jobs.reader();
                for (int job : reader) {
                    done.put(job);
                    reader.taskDone();
                }
            });
            for (int job = 0; job < 50; job++) {
                jobs.put(job);
            }

            jobs.joinTasks();

            assertThat(done.drain()).hasSize(50);
            jobs.close();
        }

        @MultiProcessTest
        void childJoins_likeTheTest(
                Processes processes,
                @QueueName("jobs") ProcessQueue<Integer> jobs,
                @QueueName("answers") ProcessQueue<String> answers)
                throws InterruptedException {
            jobs.putAll(List.of(1, 2));
            processes.start("joiner", () -> {
                jobs.joinTasks();
                answers.put("joined");
            });

            jobs.take();
            jobs.taskDone();
            jobs.take();
            assertThat(answers).isEmpty();
            jobs.taskDone();

            assertThat(answers.take()).isEqualTo("joined");
        }

        @MultiProcessTest
        void nothingWasPut_joinReturnsAtOnce(ProcessQueue<Integer> jobs) throws InterruptedException {
            jobs.joinTasks();

            assertThat(jobs.joinTasks(Duration.ZERO)).isTrue();
        }

        @MultiProcessTest
        void timeIsOver_joinReturnsFalse(ProcessQueue<Integer> jobs) throws InterruptedException {
            jobs.put(1);

            assertThat(jobs.joinTasks(Duration.ZERO)).isFalse();
            assertThat(jobs.joinTasks(Duration.ofMillis(5))).isFalse();
        }

        @MultiProcessTest
        void moreDoneThanPut_isRefused(ProcessQueue<Integer> jobs) throws InterruptedException {
            jobs.put(1);
            jobs.taskDone();

            assertThatThrownBy(jobs::taskDone)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("taskDone() was called once more than elements were put into queue 'jobs'");
        }

        @MultiProcessTest
        void removedElements_areNoTasks(ProcessQueue<Integer> jobs) throws InterruptedException {
            jobs.putAll(List.of(1, 2, 3));
            jobs.remove(2);
            jobs.clear();

            assertThat(jobs.joinTasks(Duration.ZERO)).isTrue();
        }

        @MultiProcessTest
        void workerIsKilledOverATask_joinTellsWho(
                Processes processes,
                @QueueName("jobs") ProcessQueue<Integer> jobs,
                @QueueName("begun") ProcessQueue<Integer> begun)
                throws InterruptedException {
            ChildProcess<Void> worker = processes.start("worker", () -> {
                jobs.take();
                jobs.taskDone();
                begun.put(jobs.take());
                new java.util.concurrent.CountDownLatch(1).await();
            });
            worker.expectKilled();
            jobs.putAll(List.of(1, 2));
            begun.take();
            Thread killer = new Thread(worker::kill);
            killer.start();

            assertThatThrownBy(jobs::joinTasks)
                    .isInstanceOfSatisfying(
                            QueueBrokenException.class,
                            e -> assertThat(e.writers()).containsExactly("worker"))
                    .hasMessage("1 task of queue 'jobs' will not be done: worker ended after having taken it,"
                            + " without taskDone()");
            killer.join();
        }
    }

    static class DeadlockTestCases {

        @MultiProcessTest
        void nobodySaysThatItIsDone(Processes processes, ProcessQueue<Integer> jobs) throws InterruptedException {
            processes.start("worker", () -> {
                jobs.take();
                return jobs.take();
            });
            jobs.put(1);

            jobs.joinTasks();
        }
    }
}
