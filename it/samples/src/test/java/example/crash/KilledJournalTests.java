package example.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.Processes;
import dev.multiprocess.crash.CrashPlan;
import dev.multiprocess.crash.CrashTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A directory that is made from the recording of a run is that of a run which is killed at that operation. */
@Timeout(240)
class KilledJournalTests {

    private static Fault fault;
    private static Path seen;

    static Stream<Fault> faults() {
        return Boolean.getBoolean("nightly") ? Arrays.stream(Fault.values()) : Stream.of(Fault.NONE);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void killedAndRebuilt_areTheSameByteForByte(Fault mistake, @TempDir Path temporary) throws IOException {
        fault = mistake;
        Map<String, String> rebuilt = directories("rebuilt", temporary.resolve("rebuilt"));
        Map<String, String> killed = directories("killed", temporary.resolve("killed"));

        assertThat(killed.values()).containsExactlyInAnyOrderElementsOf(rebuilt.values());
        killed.keySet().retainAll(rebuilt.keySet());
        rebuilt.keySet().retainAll(killed.keySet());
        assertThat(killed).hasSizeGreaterThan(5).isEqualTo(rebuilt);
    }

    /** What each crash has left, by its name; of those that leave the same, one is there, and that may be any. */
    private static Map<String, String> directories(String factory, Path notes) throws IOException {
        seen = Files.createDirectory(notes);
        assertThat(CrashReport.of(KilledJournalTestCases.class, factory).failed())
                .isEmpty();
        Map<String, String> directories = new TreeMap<>();
        try (Stream<Path> files = Files.list(notes)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                directories.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return directories;
    }

    @MultiProcess(timeout = "60s")
    static class KilledJournalTestCases {

        @TestFactory
        Stream<DynamicTest> rebuilt(CrashTests crashes) {
            return plan(crashes).thenCheck(noteContent());
        }

        @TestFactory
        Stream<DynamicTest> killed(CrashTests crashes) {
            return plan(crashes).killed().thenCheck(noteContent());
        }

        private static CrashPlan plan(CrashTests crashes) {
            Fault mistake = fault;
            int records = Boolean.getBoolean("nightly") ? 5 : 2;
            return crashes.run((dir, promises) -> JournalUse.append(records, dir, promises, mistake))
                    .atEveryFileOperation();
        }

        private static CrashTests.Check noteContent() {
            String notes = seen.toString();
            return (dir, promised) ->
                    Files.writeString(Path.of(notes, Processes.current().name()), promised + "\n" + content(dir));
        }

        private static String content(Path directory) throws IOException {
            StringBuilder content = new StringBuilder();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                    content.append(directory.relativize(file));
                    if (Files.isRegularFile(file)) {
                        content.append(' ').append(HexFormat.of().formatHex(Files.readAllBytes(file)));
                    }
                    content.append('\n');
                }
            }
            return content.toString();
        }
    }
}
