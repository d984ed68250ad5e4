package dev.multiprocess.crash;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.Checkpoints;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.kit.EngineRun;
import dev.multiprocess.kit.Output;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Checkpoints, random instants, and what only real kills can tell: contracts K7 and K8, and C2 in crash tests. */
@Tag("fork")
@Timeout(120)
@ResourceLock("CrashKillTests")
class CrashKillTests {

    /** Outside of the directories that are crashed; fixtures write what they see into it. */
    private static Path seen;

    @BeforeEach
    void useDirectory(@TempDir Path directory) {
        seen = directory.resolve("seen");
    }

    private static List<String> seen() throws IOException {
        return Files.exists(seen) ? Files.readAllLines(seen) : List.of();
    }

    // ---- checkpoints

    @Test
    void crashAtCheckpoints_isEachTimeThatOneIsReached() throws IOException {
        EngineRun run = run(CheckpointTestCases.class, "rebuilt");

        assertThat(run).passes(3);
        assertThat(run.begun())
                .containsExactly(
                        "c1-none: at checkpoint 'written' (1 of 3)",
                        "c2-none: at checkpoint 'forced' (2 of 3)",
                        "c3-none: at checkpoint 'written', time 2 (3 of 3)");
        List<String> rebuilt = seen();
        assertThat(rebuilt).containsExactlyInAnyOrder("1 []", "1 [1]", "2 [1]");

        Files.delete(seen);
        assertThat(run(CheckpointTestCases.class, "killed")).passes(3);
        assertThat(seen()).containsExactlyInAnyOrderElementsOf(rebuilt);
    }

    @Test
    void checkpointThatIsNotReached_isRefused() {
        assertThat(run(CheckpointTestCases.class, "misspelt"))
                .hasOneFailedContainer()
                .hasMessage(
                        "each checkpoint of atCheckpoints must be reached by the run of crash test"
                                + " CrashKillTests$CheckpointTestCases.misspelt: 'writen' was not, reached were [written, forced]");
    }

    @Test
    void crashAtAMethod_isInCodeThatDoesNotKnowThisLibrary() throws IOException {
        EngineRun run = run(CheckpointTestCases.class, "method");

        assertThat(run).passes(2);
        assertThat(run.begun())
                .containsExactly(
                        "c1-none: at checkpoint '" + Log.class.getName() + "#append exit' (1 of 2)",
                        "c2-none: at checkpoint '" + Log.class.getName() + "#append exit', time 2 (2 of 2)");
        assertThat(seen()).containsExactlyInAnyOrder("1 []", "2 [1]");
    }

    /** It does not know this library. */
    static final class Log {

        private Log() {}

        static void append(Path file) throws IOException {
            Files.writeString(file, "x", CREATE, APPEND);
        }
    }

    @MultiProcess
    static class CheckpointTestCases {

        @TestFactory
        Stream<DynamicTest> method(CrashTests crashes, Checkpoints checkpoints) {
            String appended = checkpoints.atExit(Log.class.getName() + "#append");
            return crashes.run((directory, promises) -> {
                        Log.append(directory.resolve("a"));
                        promises.add("1");
                        Log.append(directory.resolve("a"));
                    })
                    .atCheckpoints(appended)
                    .thenCheck(lines());
        }

        @TestFactory
        Stream<DynamicTest> rebuilt(CrashTests crashes, Checkpoints checkpoints) {
            return plan(crashes, checkpoints).atCheckpoints("written", "forced").thenCheck(lines());
        }

        @TestFactory
        Stream<DynamicTest> killed(CrashTests crashes, Checkpoints checkpoints) {
            return plan(crashes, checkpoints)
                    .atCheckpoints("written", "forced")
                    .killed()
                    .thenCheck(lines());
        }

        @TestFactory
        Stream<DynamicTest> misspelt(CrashTests crashes, Checkpoints checkpoints) {
            return plan(crashes, checkpoints).atCheckpoints("writen").thenCheck(lines());
        }

        private static CrashPlan plan(CrashTests crashes, Checkpoints checkpoints) {
            return crashes.run((directory, promises) -> {
                Files.writeString(directory.resolve("a"), "x", CREATE, APPEND);
                checkpoints.reach("written");
                promises.add("1");
                checkpoints.reach("forced");
                Files.writeString(directory.resolve("a"), "x", CREATE, APPEND);
                checkpoints.reach("written");
                Files.writeString(directory.resolve("a"), "x", CREATE, APPEND);
            });
        }

        private static CrashTests.Check lines() {
            String file = seen.toString();
            return (directory, promised) -> note(file, Files.size(directory.resolve("a")) + " " + promised);
        }
    }

    // ---- K7

    @Test
    void partOfARunThatIsNotSafe_isFoundByKillsAtRandomInstants_andNarrowedDown() {
        EngineRun run = run(InstantTestCases.class);

        assertThat(run.begun())
                .hasSize(12)
                .allMatch(name -> name.matches("t\\d+-none: \\d+\\.\\d{3} ms after the start of the work.*"));
        assertThat(run.failuresByName()).hasSizeBetween(1, 11);
        // The first that was checked says it.
        String window = run.failuresByName().values().stream()
                .map(Throwable::getMessage)
                .filter(message -> message.contains("window"))
                .findFirst()
                .orElseThrow();
        assertThat(window)
                .containsPattern(
                        "window       : kills between \\d+\\.\\d{3} ms and \\d+\\.\\d{3} ms after the start of the work fail")
                .contains("as far as 12 more kills can tell");
    }

    /** In its second third, the run is not safe. */
    @MultiProcess
    static class InstantTestCases {

        private static final long THIRD_NANOS = 80_000_000;

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return crashes.run((directory, promises) -> {
                        long begin = System.nanoTime();
                        spin(begin + THIRD_NANOS);
                        Files.createFile(directory.resolve("dirty"));
                        spin(begin + 2 * THIRD_NANOS);
                        Files.delete(directory.resolve("dirty"));
                        spin(begin + 3 * THIRD_NANOS);
                    })
                    .atRandomInstants(12)
                    .thenCheck((directory, promised) ->
                            assertThat(directory.resolve("dirty")).doesNotExist());
        }

        private static void spin(long until) {
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
    }

    // ---- K8

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void mappedMemory_isSeenByRealKills_whichALineSays() throws IOException {
        AtomicReference<EngineRun> run = new AtomicReference<>();
        String printed = Output.of(() -> run.set(run(MappedTestCases.class, "survives")));

        assertThat(run.get()).passes(4);
        assertThat(printed)
                .containsPattern(
                        "crash test CrashKillTests\\$MappedTestCases.survives kills a run at each point where nothing"
                                + " is lost, since the recording does not tell what is in the directory: it maps a file for"
                                + " writing at CrashKillTests.java:\\d+");
        // The stores before the marker are there though nothing has forced them; without a real kill they would not be.
        assertThat(seen()).contains("true 1");
    }

    @Test
    void mappedMemoryThatWasNotForced_isLost() throws IOException {
        assertThat(run(MappedTestCases.class, "loses")).passes(4);

        assertThat(seen()).contains("true 0").doesNotContain("true 1");
    }

    @MultiProcess
    static class MappedTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return plan(crashes).thenCheck(look());
        }

        @TestFactory
        Stream<DynamicTest> loses(CrashTests crashes) {
            return plan(crashes).losing(Unsynced.ALL).thenCheck(look());
        }

        private static CrashPlan plan(CrashTests crashes) {
            return crashes.given(directory -> Files.write(directory.resolve("a"), new byte[8]))
                    .run((directory, promises) -> {
                        try (FileChannel file = FileChannel.open(directory.resolve("a"), READ, WRITE)) {
                            MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, 8);
                            memory.put(0, (byte) 1);
                            Files.createFile(directory.resolve("marker"));
                            try (FileChannel names = FileChannel.open(directory, READ)) {
                                names.force(true);
                            }
                            Files.createFile(directory.resolve("later"));
                        }
                    });
        }

        private static CrashTests.Check look() {
            String file = seen.toString();
            return (directory, promised) -> note(
                    file,
                    Files.exists(directory.resolve("marker")) + " " + Files.readAllBytes(directory.resolve("a"))[0]);
        }
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void otherProcessThatWrites_isNoticed() {
        AtomicReference<EngineRun> run = new AtomicReference<>();
        String printed = Output.of(() -> run.set(run(OtherProcessTestCases.class, "survives")));

        assertThat(run.get()).passes(3);
        assertThat(printed)
                .contains(
                        "kills a run at each point where nothing is lost, since the recording does not tell what is in the"
                                + " directory: native code or another process has changed the directory as well");
        assertThat(run(OtherProcessTestCases.class, "loses"))
                .hasOneFailedContainer()
                .hasMessageStartingWith(
                        "losing must be NONE where the recording does not tell what is in the directory, in"
                                + " crash test CrashKillTests$OtherProcessTestCases.loses: losing=[NONE, ALL], though");
    }

    @MultiProcess
    static class OtherProcessTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return plan(crashes)
                    .thenCheck((directory, promised) -> assertThat(promised.isEmpty()
                                    || Files.readString(directory.resolve("native"))
                                            .equals("by another\n"))
                            .isTrue());
        }

        @TestFactory
        Stream<DynamicTest> loses(CrashTests crashes) {
            return plan(crashes).losing(Unsynced.NONE, Unsynced.ALL).thenCheck((directory, promised) -> {});
        }

        private static CrashPlan plan(CrashTests crashes) {
            return crashes.run((directory, promises) -> {
                Files.createFile(directory.resolve("a"));
                new ProcessBuilder("/bin/sh", "-c", "echo by another > native")
                        .directory(directory.toFile())
                        .start()
                        .waitFor();
                promises.add("native");
                Files.createFile(directory.resolve("b"));
            });
        }
    }

    /** One line, at once, since several processes may do so. */
    private static void note(String file, String line) throws IOException {
        Files.writeString(Path.of(file), line + "\n", CREATE, APPEND);
    }
}
