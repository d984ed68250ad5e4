package dev.multiprocess.pool;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Kills 50 workers at random instants in an ordinary build, 500 in a nightly one, while a pool has tasks of all kinds;
 * {@code -Dpool.seed} repeats the random choices.
 */
@Tag("fork")
@Timeout(value = 25, unit = TimeUnit.MINUTES)
@EnabledOnOs(OS.LINUX)
class ProcessPoolKillTests {

    private static final int KILLS = Boolean.getBoolean("nightly") ? 500 : 50;
    private static final long SEED = Long.getLong("pool.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private static final Duration LIMIT = Duration.ofSeconds(60 + 2 * KILLS);

    @Test
    void workersAreKilledAtRandomInstants_eachTaskHasOneOutcome() {
        System.out.println("kills of seed " + SEED + "; again: -Dpool.seed=" + SEED + " -Dtest=ProcessPoolKillTests");

        assertThat(run(KillTestCases.class)).passesWithin(LIMIT, 1);
    }

    @MultiProcess(timeout = "24m")
    static class KillTestCases {

        private static final int WORKERS = 3;
        private static final int LOADERS = 3;

        /** A pool gives up when five workers in a row have died before a task; this test keeps below that. */
        private static final int MOST_FRUITLESS = 3;

        private static final int PATIENCE_SECONDS = 30;

        private final PoolAccount account = new PoolAccount();
        private final AtomicBoolean over = new AtomicBoolean();
        private int fruitless;
        private int idleSeconds;

        @Test
        void kills(Processes processes) throws Exception {
            ProcessPool pool = processes.pool("pool", WORKERS);
            ProcessQueue<long[]> begun = processes.queue("begun");
            PoolLoad load = new PoolLoad(pool, account, begun);
            List<Caller<Boolean>> loaders = new ArrayList<>();
            for (int i = 0; i < LOADERS; i++) {
                Random random = new Random(SEED + i + 1);
                loaders.add(Caller.begin(() -> {
                    while (!over.get()) {
                        load.batch(random);
                    }
                    return true;
                }));
            }

            Random random = new Random(SEED);
            for (int kills = 0; kills < KILLS; ) {
                LockSupport.parkNanos(random.nextInt(80_000_000));
                for (Caller<Boolean> each : loaders) {
                    each.requireNoFailure();
                }
                kills += killOne(pool, begun, random) ? 1 : 0;
            }
            over.set(true);
            for (Caller<Boolean> each : loaders) {
                assertThat(each.result()).isTrue();
            }
            enter(begun.drain());
            System.out.println("kills of seed " + SEED + ": " + account);

            assertThat(account.violations()).isEmpty();
            assertHasAllWorkers(pool, processes);
        }

        private boolean killOne(ProcessPool pool, ProcessQueue<long[]> begun, Random random)
                throws InterruptedException {
            enter(begun.drain());
            List<ChildProcess<?>> victims = pool.workers().stream()
                    .filter(worker -> !account.hasKilled(worker.pid()))
                    .filter(worker -> fruitless < MOST_FRUITLESS || account.hasRunATaskIn(worker.pid()))
                    .toList();
            if (victims.isEmpty()) {
                long[] next = begun.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(next)
                        .as("a task that begins within %d s", PATIENCE_SECONDS)
                        .isNotNull();
                enter(List.<long[]>of(next));
                return false;
            }
            long pid = victims.get(random.nextInt(victims.size())).pid();
            fruitless += account.hasRunATaskIn(pid) ? 0 : 1;
            account.kills(pid);
            return ProcessHandle.of(pid).filter(ProcessHandle::destroyForcibly).isPresent();
        }

        private void enter(List<long[]> entries) {
            for (long[] entry : entries) {
                fruitless = account.hasRunATaskIn(entry[1]) ? fruitless : 0;
                account.begins((int) entry[0], entry[1]);
            }
        }

        private static void assertHasAllWorkers(ProcessPool pool, Processes processes) throws Exception {
            ProcessQueue<Integer> arrived = processes.queue("arrived");
            ProcessQueue<Integer> go = processes.queue("go");
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                int number = i;
                futures.add(pool.submit(() -> {
                    arrived.put(number);
                    return go.take();
                }));
            }
            for (int i = 0; i < WORKERS; i++) {
                assertThat(arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(pool.workers()).hasSize(WORKERS).allMatch(ChildProcess::isAlive);
            for (int i = 0; i < WORKERS; i++) {
                go.put(i);
            }
            for (Future<Integer> each : futures) {
                assertThat(each.get()).isBetween(0, WORKERS - 1);
            }
        }
    }
}
