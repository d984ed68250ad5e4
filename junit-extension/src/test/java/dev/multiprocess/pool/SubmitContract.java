package dev.multiprocess.pool;

import static dev.multiprocess.pool.Tasks.action;
import static dev.multiprocess.pool.Tasks.failing;
import static dev.multiprocess.pool.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiprocess.ProcessQueue;
import dev.multiprocess.pool.Tasks.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code submit} and {@code execute}. */
interface SubmitContract extends ExecutorSubject {

    @Test
    default void submitCallable_futureHasItsResult() throws Exception {
        check(1, (executor, processes) -> {
            Future<Integer> future = executor.submit(task(() -> 6 * 7));

            assertThat(future.get()).isEqualTo(42);
            assertThat(future.isDone()).isTrue();
            assertThat(future.isCancelled()).isFalse();
        });
    }

    @Test
    default void submitCallableThatReturnsNull_futureHasNull() throws Exception {
        check(1, (executor, processes) -> {
            Future<String> future = executor.submit(task(() -> null));

            assertThat(future.get()).isNull();
        });
    }

    @Test
    default void submitRunnable_futureHasNullWhenItHasRun() throws Exception {
        check(1, (executor, processes) -> {
            ProcessQueue<String> log = processes.queue("log");

            Future<?> future = executor.submit(action(() -> log.put("runs")));

            assertThat(future.get()).isNull();
            assertThat(log.poll()).isEqualTo("runs");
        });
    }

    @Test
    default void submitRunnableWithResult_futureHasThatResultWhenItHasRun() throws Exception {
        check(1, (executor, processes) -> {
            ProcessQueue<String> log = processes.queue("log");

            Future<String> future = executor.submit(action(() -> log.put("runs")), "result");
            Future<String> withoutResult = executor.submit(action(() -> log.put("runs")), null);

            assertThat(future.get()).isEqualTo("result");
            assertThat(withoutResult.get()).isNull();
            assertThat(log.drain()).containsExactly("runs", "runs");
        });
    }

    @Test
    default void callableThrows_futureHasItAsTheCause() throws Exception {
        check(1, (executor, processes) -> {
            Future<?> checked = executor.submit(failing("checked"));
            Future<?> error = executor.submit(task(() -> {
                throw new AssertionError("error");
            }));

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(checked::get)
                    .havingCause()
                    .isExactlyInstanceOf(RefusedException.class)
                    .withMessage("checked");
            assertThat(checked.isDone()).isTrue();
            assertThat(checked.isCancelled()).isFalse();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(error::get)
                    .havingCause()
                    .isExactlyInstanceOf(AssertionError.class)
                    .withMessage("error");
        });
    }

    @Test
    default void runnableThrows_futureHasItAsTheCause() throws Exception {
        check(1, (executor, processes) -> {
            Future<?> future = executor.submit(action(() -> {
                throw new IllegalStateException("on purpose");
            }));
            Future<String> withResult = executor.submit(
                    action(() -> {
                        throw new IllegalStateException("on purpose");
                    }),
                    "result");

            for (Future<?> each : List.of(future, withResult)) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(each::get)
                        .havingCause()
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .withMessage("on purpose");
            }
        });
    }

    @Test
    default void taskHasThrown_laterTasksRun() throws Exception {
        check(1, (executor, processes) -> {
            Future<?> failing = executor.submit(failing("on purpose"));
            Future<Integer> later = executor.submit(task(() -> 1));

            assertThat(later.get()).isEqualTo(1);
            assertThat(Tasks.failureOf(failing)).hasMessage("on purpose");
        });
    }

    @Test
    default void execute_runsTheTask() throws Exception {
        check(1, (executor, processes) -> {
            ProcessQueue<String> log = processes.queue("log");

            executor.execute(action(() -> log.put("runs")));

            assertThat(log.take()).isEqualTo("runs");
        });
    }

    @Test
    default void taskIsNull_isRefused() throws Exception {
        check(1, (executor, processes) -> {
            assertThatNullPointerException().isThrownBy(() -> executor.submit((Callable<?>) null));
            assertThatNullPointerException().isThrownBy(() -> executor.submit((Runnable) null));
            assertThatNullPointerException().isThrownBy(() -> executor.submit(null, "result"));
            assertThatNullPointerException().isThrownBy(() -> executor.execute(null));

            assertThat(executor.submit(task(() -> 1)).get()).as("usable").isEqualTo(1);
        });
    }

    @Test
    default void oneWorker_tasksRunOneAfterTheOtherInTheOrderOfSubmission() throws Exception {
        check(1, (executor, processes) -> {
            ProcessQueue<String> log = processes.queue("log");
            List<String> expected = new ArrayList<>();
            Future<?> last = null;
            for (int i = 0; i < 30; i++) {
                int number = i;
                Runnable noted = action(() -> {
                    log.put(number + " begins");
                    log.put(number + " ends");
                });
                switch (i % 3) {
                    case 0 -> executor.execute(noted);
                    case 1 -> executor.submit(noted);
                    default -> last = executor.submit(noted, i);
                }
                expected.add(i + " begins");
                expected.add(i + " ends");
            }

            last.get();
            assertThat(log.drain()).isEqualTo(expected);
        });
    }

    @Test
    default void asManyTasksAsWorkers_runAtTheSameTime() throws Exception {
        check(3, (executor, processes) -> {
            List<ProcessQueue<String>> ring =
                    List.of(processes.queue("first"), processes.queue("second"), processes.queue("third"));
            List<Future<String>> futures = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ProcessQueue<String> own = ring.get(i);
                ProcessQueue<String> next = ring.get((i + 1) % 3);
                String name = "task " + i;
                futures.add(executor.submit(task(() -> {
                    next.put(name);
                    return own.take();
                })));
            }

            assertThat(futures.get(0).get()).isEqualTo("task 2");
            assertThat(futures.get(1).get()).isEqualTo("task 0");
            assertThat(futures.get(2).get()).isEqualTo("task 1");
        });
    }

    @Test
    default void moreTasksThanWorkers_eachRunsOnce() throws Exception {
        check(2, (executor, processes) -> {
            ProcessQueue<Integer> ran = processes.queue("ran");
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int number = i;
                futures.add(executor.submit(task(() -> {
                    ran.put(number);
                    return number * number;
                })));
            }

            for (int i = 0; i < 50; i++) {
                assertThat(futures.get(i).get()).isEqualTo(i * i);
            }
            assertThat(ran.drain())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 50).boxed().toList());
        });
    }

    @Test
    default void severalThreadsSubmit_eachGetsItsOwnResults() throws Exception {
        check(2, (executor, processes) -> {
            List<Caller<List<Integer>>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int first = i * 100;
                callers.add(Caller.begin(() -> {
                    List<Integer> results = new ArrayList<>();
                    for (int number = first; number < first + 10; number++) {
                        int sent = number;
                        results.add(executor.submit(task(() -> sent)).get());
                    }
                    return results;
                }));
            }

            for (int i = 0; i < 4; i++) {
                assertThat(callers.get(i).result())
                        .isEqualTo(
                                IntStream.range(i * 100, i * 100 + 10).boxed().toList());
            }
        });
    }

    @Test
    default void taskSubmitsToItsOwnExecutor_bothRun() throws Exception {
        check(2, (executor, processes) -> {
            Future<Integer> outer = executor.submit(
                    task(() -> 1 + executor.submit(task(() -> 1)).get()));

            assertThat(outer.get()).isEqualTo(2);
        });
    }
}
