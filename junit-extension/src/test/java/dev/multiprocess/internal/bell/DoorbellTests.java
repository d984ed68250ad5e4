package dev.multiprocess.internal.bell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Several doorbells in one JVM, each as if in a process of its own. */
@Timeout(30)
class DoorbellTests {

    private static final int QUEUE = 7;
    private static final Executor PLATFORM = task -> new Thread(task).start();

    private final List<Doorbell> doorbells = new ArrayList<>();
    private final Changes changes = new Changes();

    /** Short, as the path of a socket must be. */
    private Path folder;

    private Doorbell sleeper;
    private Doorbell caller;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createTempDirectory("bells");
        sleeper = process(1);
        caller = process(2);
        sleeper.register(QUEUE, changes);
    }

    @AfterEach
    void close() throws IOException {
        doorbells.forEach(Doorbell::close);
        // Every socket is gone with its process.
        Files.delete(folder);
    }

    private Doorbell process(int number) {
        Doorbell doorbell = new Doorbell(folder, number);
        doorbells.add(doorbell);
        return doorbell;
    }

    /** Waits in another thread; the future ends when that was woken. */
    private CompletableFuture<Void> waiting(Changes who, Executor executor) {
        long since = who.count();
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        sleeper.await(who, since, Long.MAX_VALUE);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("interrupted", e);
                    }
                },
                executor);
    }

    @RepeatedTest(50)
    void rungByAnotherProcess_wakes() throws Exception {
        int address = sleeper.address();
        CompletableFuture<Void> woken = waiting(changes, PLATFORM);

        assertThat(caller.ring(address, QUEUE)).isTrue();

        woken.get();
    }

    @Test
    void rungBeforeItWaits_doesNotWait() throws Exception {
        long since = changes.count();
        assertThat(caller.ring(sleeper.address(), QUEUE)).isTrue();

        sleeper.await(changes, since, Long.MAX_VALUE);

        assertThat(changes.count()).isEqualTo(since + 1);
    }

    @Test
    void threadsThatWaitForSeveralQueues_eachIsWokenByItsOwn() throws Exception {
        int address = sleeper.address();
        List<CompletableFuture<Void>> woken = new ArrayList<>();
        for (int queue = 100; queue < 120; queue++) {
            Changes own = new Changes();
            sleeper.register(queue, own);
            woken.add(waiting(own, PLATFORM));
        }

        for (int i = woken.size() - 1; i >= 0; i--) {
            caller.ring(address, 100 + i);
            woken.get(i).get();
            for (int j = 0; j < i; j++) {
                assertThat(woken.get(j)).isNotDone();
            }
        }
    }

    @Test
    void wokenFromItsOwnProcess_looksAgain() throws Exception {
        sleeper.address();
        CompletableFuture<Void> woken = waiting(changes, PLATFORM);

        sleeper.wake(changes);

        woken.get();
    }

    @RepeatedTest(20)
    void listenerIsInterrupted_anotherListens() throws Exception {
        int address = sleeper.address();
        CountDownLatch ready = new CountDownLatch(2);
        List<Thread> threads = new ArrayList<>();
        List<CompletableFuture<String>> ends = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            CompletableFuture<String> end = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                ready.countDown();
                try {
                    sleeper.await(changes, 0, Long.MAX_VALUE);
                    end.complete("woken");
                } catch (InterruptedException e) {
                    end.complete("interrupted");
                }
            });
            thread.start();
            threads.add(thread);
            ends.add(end);
        }
        ready.await();

        threads.get(0).interrupt();
        assertThat(ends.get(0).get()).isEqualTo("interrupted");
        caller.ring(address, QUEUE);

        assertThat(ends.get(1).get()).isEqualTo("woken");
    }

    @Test
    void timeIsOver_returns() throws Exception {
        sleeper.address();
        long start = System.nanoTime();

        sleeper.await(changes, changes.count(), TimeUnit.MILLISECONDS.toNanos(20));

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    }

    @Test
    void interruptedBefore_throwsAtOnce() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> sleeper.await(changes, changes.count(), Long.MAX_VALUE))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void nobodyThere_isTold() throws IOException {
        assertThat(caller.ring(99, QUEUE)).isFalse();
        int address = sleeper.address();
        assertThat(caller.ring(address, QUEUE)).isTrue();

        sleeper.close();

        assertThat(caller.ring(address, QUEUE)).isFalse();
        assertThat(caller.ring(address, QUEUE)).isFalse();
    }

    @Test
    void closed_wakesAndHasNoAddress() throws Exception {
        assertThat(sleeper.address()).isPositive();
        CompletableFuture<Void> woken = waiting(changes, PLATFORM);

        sleeper.close();

        woken.get();
        assertThat(sleeper.address()).isZero();
        CompletableFuture<Void> without = waiting(changes, PLATFORM);
        sleeper.wake(changes);
        without.get();
    }

    @Test
    void noSocketCanBeMade_isWokenByItsOwnProcessAlone() throws Exception {
        Doorbell homeless = new Doorbell(folder.resolve("missing"), 3);
        doorbells.add(homeless);
        homeless.register(QUEUE, changes);

        assertThat(homeless.address()).isZero();

        long since = changes.count();
        CompletableFuture<Void> woken = CompletableFuture.runAsync(
                () -> {
                    try {
                        homeless.await(changes, since, Long.MAX_VALUE);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("interrupted", e);
                    }
                },
                PLATFORM);
        homeless.wake(changes);
        woken.get();
    }

    @Test
    void nobodyReads_ringingNeitherWaitsNorFails() throws Exception {
        int address = sleeper.address();

        for (int i = 0; i < 200_000; i++) {
            assertThat(caller.ring(address, QUEUE)).isTrue();
        }

        long since = changes.count();
        sleeper.await(changes, since, Long.MAX_VALUE);
        assertThat(changes.count()).isGreaterThan(since);
    }

    @Test
    void nobodyReads_threadsOfOtherQueuesAreWokenAllTheSame() throws Exception {
        int address = sleeper.address();
        int other = QUEUE + 1;
        for (int i = 0; i < 10_000; i++) {
            caller.ring(address, other);
        }
        long since = changes.count();

        // No room for this one.
        assertThat(caller.ring(address, QUEUE)).isTrue();

        sleeper.await(changes, since, Long.MAX_VALUE);
    }

    @Test
    void moreCallAtOnceThanCanWait_theRestIsTold() throws Exception {
        int address = sleeper.address();
        int reached = 0;
        for (int number = 10; number < 210; number++) {
            reached += process(number).ring(address, QUEUE) ? 1 : 0;
        }
        assertThat(reached).isBetween(1, 199);

        long since = changes.count();
        sleeper.await(changes, since, Long.MAX_VALUE);
        while (changes.count() < since + reached) {
            sleeper.await(changes, changes.count(), Long.MAX_VALUE);
        }
    }

    @Test
    void processHasEnded_itsSocketIsRemoved() {
        sleeper.address();
        assertThat(folder.resolve("bell-1")).exists();

        caller.ended(1);

        assertThat(folder.resolve("bell-1")).doesNotExist();
    }

    @Test
    void processesComeAndGo_noConnectionIsKept() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(descriptors));
        long before = count(descriptors);

        for (int i = 10; i < 110; i++) {
            try (Doorbell other = new Doorbell(folder, i)) {
                assertThat(caller.ring(other.address(), QUEUE)).isTrue();
            }
        }

        assertThat(count(descriptors)).isLessThan(before + 10);
    }

    private static long count(Path descriptors) throws IOException {
        try (var all = Files.list(descriptors)) {
            return all.count();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsWait_noCarrierIsKept() throws Exception {
        var startVirtualThread = Thread.class.getMethod("startVirtualThread", Runnable.class);
        Executor virtual = task -> {
            try {
                startVirtualThread.invoke(null, task);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("no virtual thread was started", e);
            }
        };
        int address = sleeper.address();
        List<CompletableFuture<Void>> woken = new ArrayList<>();
        for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
            woken.add(waiting(changes, virtual));
        }

        // There is a carrier left for this one.
        CompletableFuture.runAsync(() -> {}, virtual).get();
        caller.ring(address, QUEUE);

        for (CompletableFuture<Void> each : woken) {
            each.get();
        }

        // Who listens for them goes on doing so, also after what makes all look.
        for (int i = 0; i < 10_000; i++) {
            caller.ring(address, QUEUE + 1);
        }
        CompletableFuture<Void> first = waiting(changes, virtual);
        caller.ring(address, QUEUE);
        first.get();
        CompletableFuture<Void> second = waiting(changes, virtual);
        caller.ring(address, QUEUE);
        second.get();
    }

    @Test
    void unknownQueue_isPassedOver() throws ExecutionException, InterruptedException {
        int address = sleeper.address();
        CompletableFuture<Void> woken = waiting(changes, PLATFORM);

        caller.ring(address, 12_345);
        caller.ring(address, QUEUE);

        woken.get();
    }
}
