package dev.multiprocess.memory;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.Processes;
import dev.multiprocess.kit.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Kills and pauses processes at random instants while they add in shared memory: 40 kills in an ordinary build, 600 in a
 * nightly one. Each adds to a sum of all, and then to an account of its own, so that a kill may leave one addition without
 * its entry, and nothing else.
 */
@Tag("fork")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@EnabledOnOs(OS.LINUX)
class SharedMemoryKillTests {

    private static final int KILLS = Boolean.getBoolean("nightly") ? 600 : 40;
    private static final long SEED = Long.getLong("memory.seed", System.nanoTime() & 0xFFFF_FFFFL);

    @Test
    void processesAreKilledAtRandomInstants_noneTakesAnythingAlong() {
        System.out.println(
                "kills of seed " + SEED + "; again: -Dmemory.seed=" + SEED + " -Dtest=SharedMemoryKillTests");

        assertThat(run(KillTestCases.class)).passesWithin(Duration.ofSeconds(60 + KILLS), 1);
    }

    @MultiProcess(timeout = "14m")
    static class KillTestCases {

        private static final int ADDERS = 3;
        private static final int FIRST_ACCOUNT = 64;

        @Test
        void kills(Processes processes, @Bytes("64k") SharedMemory memory) {
            Random random = new Random(SEED);
            List<ChildProcess<Void>> adders = new ArrayList<>();
            for (int i = 0; i < ADDERS; i++) {
                adders.add(startAdder(processes, memory, i));
            }
            int paused = 0;
            for (int kills = 0; kills < KILLS; kills++) {
                LockSupport.parkNanos(random.nextInt(30_000_000));
                int victim = random.nextInt(ADDERS);
                if (random.nextInt(4) == 0) {
                    Signals.send("STOP", adders.get(victim).pid());
                    paused++;
                }
                ChildProcess<Void> child = adders.get(victim);
                child.expectKilled();
                child.kill();
                child.awaitExit();
                requireAccounted(memory, kills + 1);
                adders.set(victim, startAdder(processes, memory, ADDERS + kills));
            }
            memory.setIntVolatile(8, 1);
            adders.forEach(ChildProcess::join);
            long unaccounted = requireAccounted(memory, KILLS);
            System.out.println(memory.getLong(0) + " additions, " + KILLS + " kills, " + paused
                    + " of paused processes; " + unaccounted + " additions without an entry");
        }

        private static ChildProcess<Void> startAdder(Processes processes, SharedMemory memory, int number) {
            return processes.start("adder-" + number, () -> {
                long account = FIRST_ACCOUNT + 8L * number;
                while (memory.getIntVolatile(8) == 0) {
                    memory.getAndAddLong(0, 1);
                    memory.setLongRelease(account, memory.getLong(account) + 1);
                }
            });
        }

        /** What is in no account now: of each dead one at most one addition, and of each that lives what it is about to. */
        private static long requireAccounted(SharedMemory memory, int kills) {
            long entries = entries(memory);
            long sum = memory.getLongVolatile(0);
            assertThat(sum).as("seed %d", SEED).isGreaterThanOrEqualTo(entries);
            long entriesLater = entries(memory);
            assertThat(sum - entriesLater).as("seed %d", SEED).isLessThanOrEqualTo(kills + ADDERS);
            return sum - entriesLater;
        }

        private static long entries(SharedMemory memory) {
            long entries = 0;
            for (int i = 0; i < ADDERS + KILLS; i++) {
                entries += memory.getLongAcquire(FIRST_ACCOUNT + 8L * i);
            }
            return entries;
        }
    }
}
