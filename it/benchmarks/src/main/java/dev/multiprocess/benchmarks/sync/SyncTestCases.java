package dev.multiprocess.benchmarks.sync;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.sync.Parties;
import dev.multiprocess.sync.Permits;
import dev.multiprocess.sync.ProcessBarrier;
import dev.multiprocess.sync.ProcessLock;
import dev.multiprocess.sync.ProcessSemaphore;
import dev.multiprocess.sync.SharedLong;
import java.time.Duration;
import java.util.List;

/** The test of {@link SyncSubject}, which sets what it is to do and gets what it has measured. */
class SyncTestCases {

    static Effort effort;
    static SyncWork work;
    static double micros;

    private static final int ROUNDS_AT_BARRIER = 20_000;

    /** So many times between looks at the clock. */
    private static final int BATCH = 1_000;

    @MultiProcessTest(timeout = "2m")
    void works(
            Processes processes,
            ProcessLock lock,
            @Permits(2) ProcessSemaphore semaphore,
            @Parties(2) ProcessBarrier barrier,
            SharedLong number) {
        Effort given = effort;
        micros = switch (work) {
            case LOCK ->
                processes
                        .start(() -> micros(given, () -> {
                            lock.lock();
                            lock.unlock();
                        }))
                        .result();
            case SEMAPHORE ->
                processes
                        .start(() -> micros(given, () -> {
                            semaphore.acquireUninterruptibly();
                            semaphore.release();
                        }))
                        .result();
            case INCREMENT ->
                processes.start(() -> micros(given, number::incrementAndGet)).result();
            case LOCK_OF_TWO -> {
                List<Double> each = processes
                        .start(2, "locker", () -> {
                            barrier.await();
                            return micros(given, () -> {
                                lock.lock();
                                lock.unlock();
                            });
                        })
                        .results();
                // Each has done so many in the same time.
                yield 1 / (1 / each.get(0) + 1 / each.get(1));
            }
            case BARRIER -> {
                int rounds = given.steps(ROUNDS_AT_BARRIER);
                yield processes
                        .start(2, "party", () -> {
                            meet(barrier, rounds);
                            return meet(barrier, rounds);
                        })
                        .results()
                        .get(0);
            }
        };
    }

    private static double meet(ProcessBarrier barrier, int rounds) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            barrier.await();
        }
        return (System.nanoTime() - begin) / 1e3 / rounds;
    }

    private static double micros(Effort given, Runnable action) {
        repeat(action, given.warmUp());
        return repeat(action, given.measured());
    }

    /** The average. */
    private static double repeat(Runnable action, Duration time) {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        long count = 0;
        long now = begin;
        while (now < end) {
            for (int i = 0; i < BATCH; i++) {
                action.run();
            }
            count += BATCH;
            now = System.nanoTime();
        }
        return (now - begin) / 1e3 / count;
    }
}
