package dev.multiprocess.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import dev.multiprocess.StartMethod;
import dev.multiprocess.kit.Signals;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills processes at random instants while they lock, wait, signal and acquire (L1, L2, L4, L6): 40 in an ordinary build, 1,000 in a nightly
 * one. That a lock excludes is witnessed by a file, which only who has the lock may create and must delete.
 */
@Tag("fork")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@EnabledOnOs(OS.LINUX)
class LockKillTests {

    private static final int KILLS = Integer.getInteger("sync.kills", Boolean.getBoolean("nightly") ? 1_000 : 40);
    private static final long SEED = Long.getLong("sync.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private static final int WORKERS = 4;

    /** So that their successors start side by side. */
    private static final int AT_ONCE = 2;

    /** Less than the time after which a waiting thread looks by itself. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** What workers use. */
    record Things(
            ProcessLock lock,
            Condition turn,
            ProcessSemaphore two,
            SharedLongArray counts,
            ProcessEvent end,
            String place)
            implements java.io.Serializable {}

    @MultiProcess(startMethod = StartMethod.FORK_SERVER, timeout = "19m")
    @MultiProcessTest
    void workersAreKilledAtRandomInstants_nobodyIsHeldUp(
            Processes processes,
            ProcessLock lock,
            @Permits(2) ProcessSemaphore two,
            @Length(8) SharedLongArray counts,
            ProcessEvent end,
            @TempDir Path place) {
        System.out.println(KILLS + " kills of seed " + SEED + "; again: -Dsync.seed=" + SEED + " -Dtest=LockKillTests");
        Random random = new Random(SEED);
        Things things = new Things(lock, lock.newCondition(), two, counts, end, place.toString());
        List<ChildProcess<Void>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(start(processes, things, i));
        }
        for (int kills = 0; kills < KILLS; kills += AT_ONCE) {
            LockSupport.parkNanos(random.nextInt(10_000_000));
            int first = random.nextInt(WORKERS);
            for (int i = first; i < first + AT_ONCE; i++) {
                kill(workers.get(i % WORKERS), random);
            }
            for (int i = first; i < first + AT_ONCE; i++) {
                workers.get(i % WORKERS).awaitExit();
                workers.set(i % WORKERS, start(processes, things, WORKERS + kills + i - first));
            }
            requireProgress(counts, kills);
        }
        end.set();
        workers.forEach(ChildProcess::join);

        assertThat(violations(place)).as("seed %d", SEED).isEmpty();
        assertThat(lock.isLocked()).isFalse();
        assertThat(two.availablePermits()).isEqualTo(2);
        assertThat(counts.get(2)).as("abandonments").isPositive();
        System.out.println(counts.get(0) + " times locked, " + counts.get(1) + " times acquired, " + counts.get(2)
                + " times abandoned");
    }

    private static void kill(ChildProcess<Void> child, Random random) {
        child.awaitRunning();
        if (random.nextInt(4) == 0) {
            Signals.send("STOP", child.pid());
            LockSupport.parkNanos(random.nextInt(3_000_000));
        }
        child.kill();
    }

    private static List<String> violations(Path place) {
        try {
            Path file = place.resolve("violations");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Somebody must lock, and somebody acquire, from now on. */
    private static void requireProgress(SharedLongArray counts, int kill) {
        for (int kind = 0; kind < 2; kind++) {
            long before = counts.get(kind);
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (counts.get(kind) == before) {
                assertThat(System.nanoTime())
                        .as("kind %d after kill %d, seed %d", kind, kill, SEED)
                        .isLessThan(end);
                Thread.onSpinWait();
            }
        }
    }

    private static ChildProcess<Void> start(Processes processes, Things things, int number) {
        return processes.start("worker-" + number, () -> {
            Thread acquirer = new Thread(() -> acquire(things), "acquirer");
            acquirer.start();
            lock(things, "worker-" + number);
            acquirer.join();
        });
    }

    private static void acquire(Things things) {
        while (!things.end().isSet()) {
            things.two().acquireUninterruptibly();
            things.counts().incrementAndGet(1);
            things.two().release();
            LockSupport.parkNanos(20_000);
        }
    }

    private static void lock(Things things, String name) throws Exception {
        Path inside = Path.of(things.place(), "inside");
        for (int i = 0; !things.end().isSet(); i++) {
            things.lock().lock();
            forget(things, inside);
            enter(things, inside, name);
            things.counts().incrementAndGet(0);
            Files.delete(inside);
            if (i % 3 == 0) {
                things.turn().signal();
            }
            if (i % 5 == 0) {
                things.turn().await(5, TimeUnit.MILLISECONDS);
                // Others have had the lock meanwhile.
                forget(things, inside);
            }
            things.lock().unlock();
            // Leaves the processors to others for a while, who start.
            LockSupport.parkNanos(20_000);
        }
    }

    /** Only the one that died may have left it. */
    private static void forget(Things things, Path inside) throws IOException {
        Optional<String> abandoned = things.lock().abandonedBy();
        if (abandoned.isEmpty()) {
            return;
        }
        things.counts().incrementAndGet(2);
        try {
            String left = Files.readString(inside);
            if (!left.isEmpty() && !left.equals(abandoned.get())) {
                report(things, "'" + left + "' was inside, and '" + abandoned.get() + "' is said to have died");
            }
            Files.delete(inside);
        } catch (NoSuchFileException e) {
            // It died before or after.
        }
    }

    private static void enter(Things things, Path inside, String name) throws IOException {
        try {
            Files.createFile(inside);
            Files.writeString(inside, name);
        } catch (FileAlreadyExistsException e) {
            report(things, name + " is inside with '" + Files.readString(inside) + "'");
        }
    }

    private static void report(Things things, String violation) throws IOException {
        Files.writeString(
                Path.of(things.place(), "violations"),
                violation + "\n",
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
    }
}
