package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.multiprocess.ExitStatus.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What code of a child learns of its child, with nothing handed to it; and the child's own directory. */
@Tag("fork")
@Timeout(60)
class CurrentChildTests {

    /** Of the library under test: made by no task. */
    static final class Listener {

        static final Listener ONLY = new Listener();

        final CurrentChild child = Processes.current();

        private Listener() {}
    }

    // ---- name and number

    @ParameterizedTest
    @EnumSource(
            value = StartMethod.class,
            names = {"SPAWN", "FORK", "FORK_SERVER"})
    void childOfAGroup_knowsItsNameAndNumber(StartMethod method) {
        assertThat(run(WhoTestCases.class, Map.of("multiprocess.startMethod", method.name())))
                .passes();
    }

    @MultiProcess
    static class WhoTestCases {

        @Test
        void knowWhoTheyAre(Processes processes) {
            assertThat(processes.start(3, "node", CurrentChildTests::who).results())
                    .containsExactly("0 node-1", "1 node-2", "2 node-3");
            assertThat(processes.start("alone", CurrentChildTests::who).result())
                    .isEqualTo("0 alone");
        }
    }

    private static String who() {
        return Listener.ONLY.child.index() + " " + Listener.ONLY.child.name();
    }

    @Test
    void testJvm_isNoChild() {
        assertThatIllegalStateException()
                .isThrownBy(Processes::current)
                .withMessage("Processes.current() is for the code of a child: this JVM was not started by a test");
    }

    // ---- queues

    @MultiProcessTest
    void queueOfTheTest_isFoundByItsName(Processes processes, ProcessQueue<String> events) {
        ProcessQueue<Integer> numbers = processes.queue("numbers");

        processes
                .start("writer", () -> {
                    Listener.ONLY.child.<String>queue("events").put("begun");
                    Listener.ONLY.child.<Integer>queue("numbers").put(7);
                })
                .join();

        assertThat(events.poll()).isEqualTo("begun");
        assertThat(numbers.poll()).isEqualTo(7);
    }

    @MultiProcessTest
    void noQueueOrSeveralHaveTheName_isRefusedWithTheNames(Processes processes, ProcessQueue<String> events) {
        processes.queue("twice");
        processes.queue("twice");

        processes
                .start("seeker", () -> {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> Processes.current().queue("event"))
                            .withMessage("the name must be that of one queue of test "
                                    + "CurrentChildTests.noQueueOrSeveralHaveTheName_isRefusedWithTheNames: name='event',"
                                    + " queues=[events, twice, twice]");
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> Processes.current().queue("twice"));
                    assertThatNullPointerException()
                            .isThrownBy(() -> Processes.current().queue(null))
                            .withMessage("the name of a queue must not be null");
                })
                .join();
    }

    @Test
    void dynamicTestHasAQueueOfThatName_itsChildFindsThatOneAndElseTheFactorys() {
        assertThat(run(FactoryTestCases.class)).passes();
    }

    @MultiProcess
    static class FactoryTestCases {

        @TestFactory
        Collection<DynamicTest> queues(Processes processes) {
            ProcessQueue<String> outer = processes.queue("outer");
            ProcessQueue<String> both = processes.queue("both");
            return List.of(DynamicTest.dynamicTest("inner", () -> {
                ProcessQueue<String> own = processes.queue("both");
                processes
                        .start(() -> {
                            Processes.current().queue("both").put("inner");
                            Processes.current().queue("outer").put("outer");
                        })
                        .join();
                assertThat(own.poll()).isEqualTo("inner");
                assertThat(outer.poll()).isEqualTo("outer");
                assertThat(both.poll()).isNull();
            }));
        }
    }

    // ---- the child's own directory

    @MultiProcessTest
    void filesInTheDirectory_outliveTheChild(Processes processes, ProcessQueue<String> unused) throws IOException {
        ChildProcess<Path> child = processes.start("keeper", () -> {
            Path directory = Processes.current().directory();
            Files.writeString(directory.resolve("journal"), "kept");
            return directory;
        });

        assertThat(child.result())
                .isEqualTo(child.directory())
                .isAbsolute()
                .hasParent(child.outputFile().getParent())
                .hasFileName("keeper");
        assertThat(child.directory().resolve("journal")).hasContent("kept");
        ChildProcess<Path> again = child.restart();
        assertThat(again.result()).isNotEqualTo(child.directory()).hasFileName("keeper~2");
        assertThat(processes.start("asker", () -> child.directory()).result()).isEqualTo(child.directory());
    }

    @MultiProcessTest
    void nobodyAsksForTheDirectory_thereIsNone(Processes processes) {
        ChildProcess<Void> child = processes.start("modest", () -> {});
        child.join();

        assertThat(child.outputFile().resolveSibling("modest")).doesNotExist();
    }

    @Test
    void childFails_itsOwnFilesAreNamed() {
        assertThat(run(FailureTestCases.class))
                .hasOneFailure()
                .isOfChild("keeper", End.EXITED)
                .tells(
                        "  own files    : <output>/dev.multiprocess.CurrentChildTests$FailureTestCases/fails/keeper: a, b");
    }

    @MultiProcess
    static class FailureTestCases {

        @Test
        void fails(Processes processes) {
            processes.start("keeper", () -> {
                Path directory = Processes.current().directory();
                Files.createFile(directory.resolve("b"));
                Files.createFile(directory.resolve("a"));
                System.exit(3);
            });
        }
    }

    @MultiProcessTest
    void optionNamesTheDirectory_itIsThereBeforeTheJvm(Processes processes) throws IOException {
        ProcessGroup<Path> group = processes
                .with(o -> o.jvmArgs("-Xlog:gc*:file={directory}/gc.log").workingDirectory(Path.of("{directory}")))
                .start(2, "node", () -> {
                    System.gc();
                    return Path.of("").toRealPath();
                });

        List<Path> directories = new ArrayList<>();
        for (ChildProcess<Path> child : group) {
            directories.add(child.result());
            assertThat(child.result()).isEqualTo(child.directory().toRealPath());
            assertThat(child.directory().resolve("gc.log")).content().contains("Pause Full (System.gc())");
        }
        assertThat(directories).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(
            value = StartMethod.class,
            names = {"SPAWN", "FORK", "FORK_SERVER"})
    void optionOfTheBuildNamesTheDirectory_eachChildHasItsOwnFile(StartMethod method) {
        Map<String, String> options = Map.of(
                "multiprocess.jvmArgs",
                "-Xlog:gc*:file={directory}/{name}-{index}.log",
                "multiprocess.startMethod",
                method.name());

        assertThat(run(LogTestCases.class, options)).passes();
    }

    @MultiProcess
    static class LogTestCases {

        @Test
        void log(Processes processes) throws IOException {
            ProcessGroup<Void> group = processes.startEach(2, "node", index -> System.gc());
            group.join();

            for (ChildProcess<Void> child : group) {
                try (Stream<Path> files = Files.list(child.directory())) {
                    assertThat(files.map(Path::getFileName).map(Path::toString))
                            .containsExactly(child.name() + (child.name().equals("node-1") ? "-0.log" : "-1.log"));
                }
            }
        }
    }
}
