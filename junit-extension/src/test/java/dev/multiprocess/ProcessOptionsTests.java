package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.multiprocess.ExitStatus.End;
import dev.multiprocess.internal.start.OwnTexts;
import dev.multiprocess.kit.Children;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Processes#with} changes, as the child sees it. */
@Tag("fork")
@Timeout(30)
class ProcessOptionsTests {

    @MultiProcessTest
    void jvmArgs_reachTheChild(Processes processes) {
        assertThat(processes
                        .with(o -> o.jvmArgs("-XX:+UseParallelGC", "-Dfrom=args"))
                        .start(() -> ManagementFactory.getRuntimeMXBean().getInputArguments())
                        .result())
                .contains("-XX:+UseParallelGC", "-Dfrom=args");
    }

    @MultiProcessTest
    void nameAndIndex_areThoseOfEachMember(Processes processes, @TempDir Path directory) throws IOException {
        for (int i = 0; i < 2; i++) {
            Files.createDirectory(directory.resolve("node-" + i));
        }
        ProcessGroup<List<String>> group = processes
                .with(o -> o.jvmArgs("-Dargument={name}")
                        .systemProperty("property", "{index} of {name}")
                        .environment("VARIABLE", "{index}")
                        .workingDirectory(directory.resolve("node-{index}"))
                        .input("{name}\n"))
                .start(
                        2,
                        "node",
                        () -> List.of(
                                System.getProperty("argument"),
                                System.getProperty("property"),
                                System.getenv("VARIABLE"),
                                Path.of("").toAbsolutePath().getFileName().toString(),
                                new String(System.in.readAllBytes(), StandardCharsets.UTF_8)));

        assertThat(group.results())
                .containsExactly(
                        List.of("node-1", "0 of node-1", "0", "node-0", "node-1\n"),
                        List.of("node-2", "1 of node-2", "1", "node-1", "node-2\n"));
    }

    @Test
    void optionsWithoutNameAndIndex_areTheSameForAll() {
        ProcessOptions options = ProcessOptions.defaults().systemProperty("a", "b");

        assertThat(options.forChild(new OwnTexts("node-1", 0, Path.of("/node-1"))))
                .isSameAs(options);
    }

    @MultiProcessTest
    void heap_isTheChilds(Processes processes) {
        assertThat(processes
                        .with(o -> o.heap("32m"))
                        .start(() -> Runtime.getRuntime().maxMemory())
                        .result())
                .isBetween(24L << 20, 32L << 20);
    }

    @MultiProcessTest
    void systemProperty_isTheChilds(Processes processes) {
        assertThat(processes
                        .with(o -> o.systemProperty("mode", "strict"))
                        .start(() -> System.getProperty("mode"))
                        .result())
                .isEqualTo("strict");
        assertThat(System.getProperty("mode")).isNull();
    }

    @MultiProcessTest
    void anyTextAsASystemProperty_arrivesUnchanged(Processes processes) {
        List<String> texts = List.of(
                "two words",
                " spaces ",
                "\"quoted\"",
                "it's",
                "C:\\dir\\",
                "\\\\share\\\"x",
                "#no comment",
                "@file",
                "${HOME} $x %PATH%",
                "tab\there",
                "line\nbreak\r\nand more",
                "\f",
                "",
                "a=b",
                "Grüße, 世界");
        Processes all = processes;
        for (int i = 0; i < texts.size(); i++) {
            String key = "text." + i;
            String text = texts.get(i);
            all = all.with(o -> o.systemProperty(key, text));
        }
        int size = texts.size();
        assertThat(all.start(() -> IntStream.range(0, size)
                                .mapToObj(i -> System.getProperty("text." + i))
                                .toList())
                        .result())
                .isEqualTo(texts);
    }

    @MultiProcessTest
    void environment_isAddedToTheTestJvms(Processes processes) {
        ChildProcess<String> child = processes
                .with(o -> o.environment("MODE", "strict"))
                .start(() -> System.getenv("MODE") + " " + System.getenv("PATH"));
        assertThat(child.result()).isEqualTo("strict " + System.getenv("PATH"));
    }

    @MultiProcessTest
    void workingDirectory_isTheChilds(Processes processes, @TempDir Path directory) {
        Path spaced = directory.resolve("with space");
        assertThat(spaced.toFile().mkdir()).isTrue();
        assertThat(processes
                        .with(o -> o.workingDirectory(spaced))
                        .start(() -> Path.of("").toAbsolutePath())
                        .result())
                .isEqualTo(spaced);
        assertThat(processes.start(() -> Path.of("").toAbsolutePath()).result())
                .isEqualTo(Path.of("").toAbsolutePath());
    }

    @MultiProcessTest
    void workingDirectoryIsMissing_startRefuses(Processes processes, @TempDir Path directory) {
        Path missing = directory.resolve("missing");
        assertThatExceptionOfType(MultiProcessConfigurationException.class)
                .isThrownBy(
                        () -> processes.with(o -> o.workingDirectory(missing)).start("lost", () -> {}))
                .withMessage("the working directory of a child must exist: workingDirectory=" + missing);
        assertThat(processes.children()).isEmpty();
    }

    @MultiProcessTest
    void daemon_isStoppedAtTheEnd(Processes processes) {
        ChildProcess<Void> daemon = processes.with(o -> o.daemon(true)).start("daemon", Children::waitForEver);
        daemon.onExit().thenAccept(status -> assertThat(status.end()).isEqualTo(End.STOPPED));
    }

    @MultiProcessTest
    void with_leavesWhatItWasCalledOnUnchanged(Processes processes) {
        Processes strict = processes.with(o -> o.systemProperty("mode", "strict"));
        Processes both = strict.with(o -> o.systemProperty("level", "2"));
        assertThat(processes.start(() -> System.getProperty("mode")).result()).isNull();
        assertThat(strict.start(() -> System.getProperty("level")).result()).isNull();
        assertThat(both.start(() -> System.getProperty("mode") + System.getProperty("level"))
                        .result())
                .isEqualTo("strict2");
    }

    @MultiProcessTest
    void assertions_areAsInTheTestJvm(Processes processes) {
        assertThat(processes
                        .start(ProcessOptionsTests.class::desiredAssertionStatus)
                        .result())
                .isEqualTo(ProcessOptionsTests.class.desiredAssertionStatus())
                .isTrue();
    }

    @MultiProcessTest
    void variablesWithJvmArguments_areNotInheritedTwice(Processes processes) {
        assertThat(processes
                        .start(() -> System.getenv().keySet().stream()
                                .filter(key -> key.matches("JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS"))
                                .toList())
                        .result())
                .isEmpty();
        assertThat(processes
                        .with(o -> o.environment("JAVA_TOOL_OPTIONS", "-Dfrom=tools"))
                        .start(() -> System.getProperty("from"))
                        .result())
                .isEqualTo("tools");
    }

    @MultiProcessTest
    void standardInput_isAtItsEnd(Processes processes) {
        assertThat(processes.start(() -> System.in.read()).result()).isEqualTo(-1);
    }

    @Test
    void heapOfAnotherForm_isRefused() {
        for (String size : new String[] {"", "0", "64 m", "1.5g", "big", "-1m"}) {
            assertThatExceptionOfType(MultiProcessConfigurationException.class)
                    .isThrownBy(() -> ProcessOptions.defaults().heap(size))
                    .withMessage("heap must be a number and k, m or g, as in 64m: heap=" + size);
        }
    }
}
