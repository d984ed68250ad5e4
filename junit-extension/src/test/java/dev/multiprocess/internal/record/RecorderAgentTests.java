package dev.multiprocess.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.Wal;
import dev.multiprocess.internal.recorder.RecorderAgent;
import dev.multiprocess.internal.recorder.Woven;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent itself: where its classes are, its hooks, threads, and the end of its process. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class RecorderAgentTests {

    @TempDir
    private Path base;

    static Stream<Path> javaHomes() {
        return RecordedJvm.javaHomes();
    }

    private RecordedJvm jvm(Path javaHome) throws IOException {
        Files.createDirectory(base.resolve("dir"));
        return new RecordedJvm(javaHome, base);
    }

    private List<Operation> recorded(Path javaHome, String program) throws Exception {
        RecordedJvm jvm = jvm(javaHome);
        assertThat(jvm.run(List.of(), HookedOperations.class, base.resolve("dir"), program))
                .isZero();
        return jvm.recording();
    }

    private Map<String, String> rebuilt(List<Operation> operations) throws IOException {
        Path copy = Files.createDirectory(base.resolve("copy"));
        Path target = base.resolve("rebuilt");
        Rebuild.of(copy, operations).make(new Rebuild.Point(operations.size(), 0), Rebuild.Loss.NONE, 0, target);
        return Snapshot.of(target);
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void fault_isWhatTheJdkThrowsAndHasNoEffect(Path javaHome) throws Exception {
        List<Operation> operations = recorded(javaHome, "faults");

        assertThat(operations.stream().filter(Operation.Failed.class::isInstance))
                .hasSize(12);
        assertThat(rebuilt(operations)).isEqualTo(Snapshot.of(base.resolve("dir")));
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void operationsOfSeveralThreads_haveTheOrderOfTheirEffects(Path javaHome) throws Exception {
        List<Operation> operations = recorded(javaHome, "threads");

        assertThat(operations.stream().map(each -> each.origin().thread()).distinct())
                .contains("writer-0", "writer-1", "writer-2", "writer-3");
        assertThat(operations.stream().map(each -> each.origin().number())).isSorted();
        assertThat(rebuilt(operations)).isEqualTo(Snapshot.of(base.resolve("dir")));
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void process_canBeKilledAtAnyTime(Path javaHome) throws Exception {
        RecordedJvm jvm = jvm(javaHome);

        int exit = jvm.run(List.of(), HookedOperations.class, base.resolve("dir"), "killed");

        assertThat(exit).isEqualTo(128 + 9);
        Map<String, String> there = Snapshot.of(base.resolve("dir"));
        Map<String, String> rebuilt = rebuilt(jvm.recording());
        // At most the last operation has happened and is not in the log.
        Map<String, String> differences = new TreeMap<>(there);
        differences.entrySet().removeAll(rebuilt.entrySet());
        assertThat(differences).hasSizeLessThanOrEqualTo(1);
        differences.forEach((name, content) -> assertThat(content).startsWith(rebuilt.getOrDefault(name, "")));
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void note_isBetweenTheOperationsAroundIt(Path javaHome) throws Exception {
        List<Operation> operations = recorded(javaHome, "notes");

        assertThat(operations).hasSize(3);
        assertThat(operations.get(0)).isInstanceOf(Operation.MakeDirectory.class);
        assertThat(((Operation.Note) operations.get(1)).bytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("between");
        assertThat(operations.get(2)).isInstanceOf(Operation.MakeDirectory.class);
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void operationsOfAHook_belongToTheOneItWasAskedFor(Path javaHome) throws Exception {
        List<Operation> operations = recorded(javaHome, "nested");

        assertThat(operations).hasSize(2);
        assertThat(base.resolve("dir").resolve("by the hook after")).exists();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void recorder_isOfTheBootLoaderAndTheWeaverIsNotThere(Path javaHome) throws Exception {
        AgentFiles agent = AgentFiles.of(javaHome, base.resolve("agent"));
        Files.createDirectory(base.resolve("dir"));
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(agent.arguments(base.resolve("dir"), base.resolve("log")));
        String classPath = location(HookedOperations.class) + java.io.File.pathSeparator + location(Woven.class);
        command.addAll(List.of("-cp", classPath, HookedOperations.class.getName(), "dir", "hidden"));
        Path output = base.resolve("output");

        Process process = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    }

    private static Path location(Class<?> type) throws Exception {
        URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        return Path.of(place);
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void hook_isToldThePresentNameOfAFile(Path javaHome) throws Exception {
        List<Operation> operations = recorded(javaHome, "renamed");

        assertThat(operations.stream()
                        .filter(Operation.Note.class::isInstance)
                        .map(note -> new String(((Operation.Note) note).bytes(), StandardCharsets.UTF_8)))
                .containsExactly("2 folder/file", "7 folder", "2 other/file", "7 other/file", "2 last");
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void fileCopiedIntoItself_isRecordedAsItHasBecome(Path javaHome) throws Exception {
        assertThat(rebuilt(recorded(javaHome, "itself"))).isEqualTo(Snapshot.of(base.resolve("dir")));
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void operation_hasTheLineOfTheCodeUnderTest(Path javaHome) throws Exception {
        RecordedJvm jvm = jvm(javaHome);

        assertThat(jvm.run(List.of(), Wal.class, base.resolve("dir"))).isZero();

        assertThat(jvm.recording().stream().map(each -> each.origin().frame()))
                .containsExactly(
                        "com.example.Wal.main(Wal.java:17)",
                        "com.example.Wal.append(Wal.java:25)",
                        "com.example.Wal.append(Wal.java:26)",
                        // A lambda, called by the JDK.
                        "com.example.Wal.lambda$main$0(Wal.java:19)");
    }

    @Test
    void definedClasses_areAllOfThePackageButTheAgent() throws Exception {
        Path folder = location(Woven.class).resolve(Woven.class.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".class", ""))
                            .filter(name ->
                                    !name.equals("package-info") && !name.equals(RecorderAgent.class.getSimpleName())))
                    .containsExactlyInAnyOrderElementsOf(AgentFiles.DEFINED);
        }
    }

    @Test
    void files_areMadeOnceForAJdk() throws Exception {
        Path javaHome = Path.of(System.getProperty("java.home"));
        AgentFiles first = AgentFiles.of(javaHome, base.resolve("agent"));
        FileTime made = Files.getLastModifiedTime(first.classes());

        AgentFiles second = AgentFiles.of(javaHome, base.resolve("agent"));

        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second.classes())).isEqualTo(made);
        Files.delete(first.classes());
        assertThat(AgentFiles.of(javaHome, base.resolve("agent")).classes()).exists();
    }

    @Test
    void jdkWithoutAMethod_isNamed() throws Exception {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Weaver(base).weave())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("file operations of this JDK cannot be recorded: it has no "
                        + "sun.nio.fs.UnixNativeDispatcher.open(");
    }
}
