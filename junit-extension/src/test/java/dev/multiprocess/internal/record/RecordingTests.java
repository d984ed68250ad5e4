package dev.multiprocess.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.multiprocess.kit.TestJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the agent records is what happens, on each JDK that is here. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class RecordingTests {

    private static final int COUNT = 400;

    @TempDir
    private Path base;

    static Stream<Path> javaHomes() {
        return RecordedJvm.javaHomes();
    }

    private Path directory() throws Exception {
        return Files.createDirectories(base.resolve("elsewhere")).resolveSibling("dir");
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void everyOperation_isRebuiltFromItsRecording(Path javaHome) throws Exception {
        Path copy = RandomOperations.prepare(base.resolve("copy"));
        Path directory = RandomOperations.prepare(directory());
        RecordedJvm jvm = new RecordedJvm(javaHome, base);

        assertThat(jvm.run(List.of(), EveryOperation.class, directory)).isZero();

        List<Operation> operations = jvm.recording();
        assertThat(rebuilt(copy, operations, operations.size(), 0)).isEqualTo(Snapshot.of(directory));
        assertThat(operations).noneMatch(Operation.Unknown.class::isInstance);
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void randomOperations_areRebuiltFromTheirRecording(Path javaHome) throws Exception {
        RecordedJvm jvm = new RecordedJvm(javaHome, base);
        Path copy = RandomOperations.prepare(base.resolve("copy"));
        for (int run = 0; run < 5; run++) {
            long seed = new Random().nextLong();
            System.out.println("seed of random operations: " + seed);
            Path directory = RandomOperations.prepare(base.resolve("run-" + run));

            assertThat(jvm.run(List.of(), RandomOperations.class, directory, seed, COUNT))
                    .isZero();

            List<Operation> operations = jvm.recording();
            assertThat(operations).hasSizeGreaterThan(COUNT / 2);
            assertThat(rebuilt(copy, operations, operations.size(), 0))
                    .as("seed %s", seed)
                    .isEqualTo(Snapshot.of(directory));
        }
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void processKilledBeforeAnOperation_leavesWhatIsRebuilt(Path javaHome) throws Exception {
        RecordedJvm jvm = new RecordedJvm(javaHome, base);
        Path copy = RandomOperations.prepare(base.resolve("copy"));
        long seed = new Random().nextLong();
        System.out.println("seed of random operations: " + seed);
        jvm.run(List.of(), RandomOperations.class, RandomOperations.prepare(base.resolve("recorded")), seed, COUNT);
        List<Operation> operations = jvm.recording();
        // Mapped memory is written before it is forced, and seen by that only.
        List<Integer> points = new ArrayList<>(IntStream.range(0, operations.size())
                .filter(i -> operations.get(i).isPoint() && !(operations.get(i) instanceof Operation.ForceMap))
                .boxed()
                .toList());
        Collections.shuffle(points, new Random(seed));
        for (int k : points.subList(0, 8)) {
            Path directory = RandomOperations.prepare(base.resolve("killed-" + k));
            Operation operation = operations.get(k);
            int cut = operation instanceof Operation.Write write ? new Random(seed).nextInt(write.bytes().length) : 0;

            int exit = jvm.run(
                    List.of(),
                    RandomOperations.class,
                    directory,
                    seed,
                    COUNT,
                    operation.origin().number(),
                    cut);

            assertThat(exit).isEqualTo(RandomOperations.KILLED);
            assertThat(rebuilt(copy, operations, k, cut))
                    .as("seed %s, before %s", seed, operation)
                    .isEqualTo(Snapshot.of(directory));
            assertThat(jvm.recording()).hasSameSizeAs(operations.subList(0, k));
        }
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void everyOperation_isWhatTheSystemWasAsked(Path javaHome) throws Exception {
        assumeThat(TestJvm.isAllowed("strace", "-f", "-o", "/dev/null"))
                .as("strace is here, and may trace")
                .isTrue();
        Path directory = RandomOperations.prepare(directory());
        Path calls = base.resolve("calls");
        RecordedJvm jvm = new RecordedJvm(javaHome, base);

        assertThat(jvm.run(SystemCalls.trace(calls), EveryOperation.class, directory))
                .isZero();

        List<String> recorded = SystemCalls.of(jvm.recording());
        assertThat(recorded).hasSizeGreaterThan(100);
        List<String> traced = SystemCalls.read(calls, directory);
        assertThat(SystemCalls.masked(recorded, traced)).isEqualTo(traced);
    }

    private Map<String, String> rebuilt(Path copy, List<Operation> operations, int k, int cut) throws Exception {
        Path target = Files.createTempDirectory(base, "rebuilt").resolve("dir");
        Rebuild.of(copy, operations).make(new Rebuild.Point(k, cut), Rebuild.Loss.NONE, 0, target);
        return Snapshot.of(target);
    }
}
