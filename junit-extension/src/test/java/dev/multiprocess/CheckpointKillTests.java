package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills processes at random checkpoints, while others are held, paused and killed at random instants: 8 runs in an
 * ordinary build, 200 in a nightly one; {@code -Dcheckpoints.seed} repeats the random choices. What was promised is
 * accounted for in files of the processes.
 */
@Tag("fork")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@EnabledOnOs(OS.LINUX)
class CheckpointKillTests {

    private static final int RUNS = Boolean.getBoolean("nightly") ? 200 : 8;
    private static final long SEED = Long.getLong("checkpoints.seed", System.nanoTime() & 0xFFFF_FFFFL);

    @Test
    void processesAreKilledAtRandomCheckpoints_exactlyThere() {
        System.out.println(
                "checkpoints of seed " + SEED + "; again: -Dcheckpoints.seed=" + SEED + " -Dtest=CheckpointKillTests");
        assertThat(run(RandomTestCases.class)).passesWithin(Duration.ofSeconds(60 + 4 * RUNS), 1);
    }

    @MultiProcess(timeout = "19m", startMethod = StartMethod.FORK_SERVER)
    static class RandomTestCases {

        private static final int PROCESSES = 3;
        private static final int ROUNDS = 30;

        private int killedThere;
        private int killedElsewhere;

        @Test
        void kills(Processes processes, Checkpoints checkpoints, @TempDir Path directory) throws Exception {
            Random random = new Random(SEED);
            for (int i = 0; i < RUNS; i++) {
                try {
                    once(i, random, processes, checkpoints, directory);
                } catch (AssertionError e) {
                    throw new AssertionError("run " + i + " of seed " + SEED + ": " + e.getMessage(), e);
                }
            }
            System.out.println("checkpoints of seed " + SEED + ": " + killedThere + " killed there, " + killedElsewhere
                    + " killed elsewhere");
            assertThat(killedThere).isGreaterThan(RUNS / 2);
        }

        private void once(int number, Random random, Processes processes, Checkpoints checkpoints, Path directory)
                throws IOException {
            String point = "run-" + number;
            long target = 1 + random.nextInt(PROCESSES * ROUNDS);
            checkpoints.kill(point, target);
            boolean held = random.nextInt(3) == 0;
            if (held) {
                checkpoints.hold(point);
            }
            List<Path> files = new ArrayList<>();
            List<ChildProcess<Void>> children = new ArrayList<>();
            for (int p = 0; p < PROCESSES; p++) {
                Path file = directory.resolve(point + "-" + p);
                String name = file.toString();
                files.add(file);
                children.add(processes.start("p-" + number + "-" + p, () -> work(Path.of(name), checkpoints, point)));
            }
            if (held) {
                checkpoints.await(point);
                checkpoints.release(point);
            }
            int disturbed = random.nextInt(PROCESSES);
            int disturbance = random.nextInt(4);
            ChildProcess<Void> victim = children.get(disturbed);
            LockSupport.parkNanos(random.nextInt(20_000_000));
            disturb(victim, disturbance);

            long reached = 0;
            int deaths = 0;
            for (int p = 0; p < PROCESSES; p++) {
                ExitStatus exit = children.get(p).awaitExit();
                List<String> lines = Files.exists(files.get(p)) ? Files.readAllLines(files.get(p)) : List.of();
                boolean maybeKilledElsewhere = disturbance == 0 && p == disturbed;
                reached +=
                        lines.stream().filter(line -> line.startsWith("before")).count();
                if (exit.end() == ExitStatus.End.FINISHED) {
                    assertThat(lines).as("file of %d", p).hasSize(2 * ROUNDS);
                    continue;
                }
                assertThat(exit.end()).as("end of %d", p).isEqualTo(ExitStatus.End.KILLED);
                if (!maybeKilledElsewhere) {
                    deaths++;
                    killedThere++;
                    assertThat(lines.get(lines.size() - 1))
                            .as("last line of %d", p)
                            .startsWith("before");
                    assertThat(lines).hasSizeLessThan(2 * ROUNDS);
                } else {
                    killedElsewhere++;
                }
            }
            long count = checkpoints.counts().get(point);
            assertThat(reached - count).as("written and not reached").isBetween(0L, disturbance == 0 ? 1L : 0L);
            assertThat(deaths).as("deaths at time %d of %d", target, count).isLessThanOrEqualTo(count < target ? 0 : 1);
            if (disturbance != 0) {
                assertThat(deaths).as("deaths at time %d of %d", target, count).isEqualTo(1);
            }
        }

        private static void disturb(ChildProcess<Void> victim, int disturbance) {
            try {
                switch (disturbance) {
                    case 0 -> victim.kill();
                    case 1 -> {
                        victim.pause();
                        LockSupport.parkNanos(5_000_000);
                        victim.resume();
                    }
                    default -> {
                        // Left alone.
                    }
                }
            } catch (IllegalStateException e) {
                // It has ended, or is about to: there is nothing left to disturb.
                assertThat(victim.awaitExit()).isNotNull();
            }
        }

        private static void work(Path file, Checkpoints checkpoints, String point) throws IOException {
            for (int i = 0; i < ROUNDS; i++) {
                append(file, "before " + i);
                checkpoints.reach(point);
                append(file, "after " + i);
            }
        }

        private static void append(Path file, String line) throws IOException {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
