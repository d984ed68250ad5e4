package dev.multiprocess.internal.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.ProcessInterruptedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Points that run ahead of JUnit. */
@Timeout(20)
class AheadTests {

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** In the thread that asks. */
    private Ahead<String> direct(int size, int width) {
        return new Ahead<>(
                size,
                width,
                Runnable::run,
                i -> events.add("begins " + i),
                i -> {
                    events.add("runs " + i);
                    return "result " + i;
                },
                i -> {});
    }

    @Test
    void actionThatNoThreadTakes_isOverAndItsResultThrows() {
        Ahead<String> ahead = new Ahead<>(
                1,
                1,
                task -> {
                    throw new RejectedExecutionException("ended");
                },
                i -> events.add("begins " + i),
                i -> "result",
                i -> events.add("over " + i));

        assertThatThrownBy(() -> ahead.result(0))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("ended");
        assertThat(events).containsExactly("begins 0", "over 0");
        ahead.end();
    }

    @Test
    void action_isOverWhetherItReturnsOrThrows() {
        Ahead<String> ahead = new Ahead<>(
                2,
                2,
                Runnable::run,
                i -> {},
                i -> {
                    if (i == 1) {
                        throw new IllegalStateException("thrown");
                    }
                    return "result";
                },
                i -> events.add("over " + i));

        assertThat(ahead.result(0)).isEqualTo("result");
        assertThat(events).containsExactly("over 0", "over 1");
    }

    @Test
    void nothing_beginsBeforeTheFirstResultIsAskedFor() {
        Ahead<String> ahead = direct(5, 2);
        assertThat(events).isEmpty();
        ahead.end();
        assertThat(events).isEmpty();
    }

    @Test
    void asManyAsTheWidth_beginFromTheOneThatIsAskedFor() {
        Ahead<String> ahead = direct(5, 3);

        assertThat(ahead.result(0)).isEqualTo("result 0");
        assertThat(events).containsExactly("begins 0", "runs 0", "begins 1", "runs 1", "begins 2", "runs 2");

        events.clear();
        assertThat(ahead.result(1)).isEqualTo("result 1");
        assertThat(events).containsExactly("begins 3", "runs 3");
    }

    @Test
    void lastResults_beginNothingBeyondTheList() {
        Ahead<String> ahead = direct(3, 10);
        for (int i = 0; i < 3; i++) {
            assertThat(ahead.result(i)).isEqualTo("result " + i);
        }
        assertThat(events).hasSize(6).endsWith("begins 2", "runs 2");
    }

    @Test
    void resultAskedForTwice_isMadeOnce() {
        Ahead<String> ahead = direct(1, 1);

        assertThat(ahead.result(0)).isSameAs(ahead.result(0));
        assertThat(events).containsExactly("begins 0", "runs 0");
    }

    @Test
    void laterResultAskedForFirst_leavesOutThoseBeforeIt() {
        Ahead<String> ahead = direct(6, 2);

        assertThat(ahead.result(3)).isEqualTo("result 3");
        assertThat(events).containsExactly("begins 3", "runs 3", "begins 4", "runs 4");
        assertThat(ahead.result(2)).isEqualTo("result 2");
        assertThat(events).hasSize(6).endsWith("begins 2", "runs 2");
    }

    @Test
    void beginnings_areInOrderWhateverTheThreadsDo() {
        List<Runnable> waiting = new ArrayList<>();
        Ahead<Integer> ahead = new Ahead<>(
                3,
                3,
                task -> {
                    waiting.add(task);
                    if (waiting.size() == 3) {
                        Collections.reverse(waiting);
                        waiting.forEach(Runnable::run);
                    }
                },
                i -> events.add("begins " + i),
                i -> {
                    events.add("runs " + i);
                    return i * i;
                },
                i -> {});

        assertThat(ahead.result(0)).isZero();
        assertThat(events).containsExactly("begins 0", "begins 1", "begins 2", "runs 2", "runs 1", "runs 0");
        assertThat(ahead.result(2)).isEqualTo(4);
    }

    @Test
    void failure_isThrownWhereItsResultIsAskedForAndOnlyThere() {
        AssertionError error = new AssertionError("check");
        IOException exception = new IOException("disk");
        Ahead<String> ahead = new Ahead<>(
                3,
                3,
                Runnable::run,
                i -> {},
                i -> {
                    if (i == 1) {
                        throw error;
                    }
                    return i == 2 ? sneak(exception) : "fine";
                },
                i -> {});

        assertThat(ahead.result(0)).isEqualTo("fine");
        assertThatThrownBy(() -> ahead.result(1)).isSameAs(error);
        assertThatThrownBy(() -> ahead.result(2)).isSameAs(exception);
        ahead.end();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> String sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void end_waitsForWhatHasBegun() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        Ahead<String> ahead = new Ahead<>(
                5,
                2,
                threads,
                i -> events.add("begins " + i),
                i -> {
                    running.countDown();
                    await(release);
                    events.add("done");
                    if (i == 1) {
                        throw new IllegalStateException("which must not disturb the end");
                    }
                    return "result";
                },
                i -> {});
        threads.execute(() -> ahead.result(0));
        running.await();
        Thread ending = new Thread(() -> {
            ahead.end();
            events.add("ended");
        });
        ending.start();
        while (ending.getState() != Thread.State.WAITING && ending.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(events).containsExactly("begins 0", "begins 1");

        release.countDown();
        ending.join();

        assertThat(events).containsExactly("begins 0", "begins 1", "done", "done", "ended");
    }

    @Test
    void end_beginsNoMore() {
        Ahead<String> ahead = direct(3, 1);
        ahead.result(0);
        ahead.end();

        assertThat(ahead.result(0)).isEqualTo("result 0");
        assertThatThrownBy(() -> ahead.result(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the test has ended");
        assertThat(events).containsExactly("begins 0", "runs 0");
    }

    @Test
    void interruptedWait_isReportedAndTheThreadStaysInterrupted() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Ahead<String> ahead = new Ahead<>(
                1,
                1,
                threads,
                i -> {},
                i -> {
                    await(release);
                    return "late";
                },
                i -> {});
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ahead.result(0))
                    .isInstanceOf(ProcessInterruptedException.class)
                    .hasMessage("interrupted while waiting for a crash test");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        release.countDown();
        assertThat(ahead.result(0)).isEqualTo("late");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
