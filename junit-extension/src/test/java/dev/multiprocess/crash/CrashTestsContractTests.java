package dev.multiprocess.crash;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.Processes;
import dev.multiprocess.internal.record.DirectoryDigest;
import dev.multiprocess.kit.EngineRun;
import dev.multiprocess.kit.Output;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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

/** What crash tests try, and what they say: contracts K0 to K6. */
@Tag("fork")
@Timeout(120)
@ResourceLock("CrashTestsContractTests")
class CrashTestsContractTests {

    /** Outside of the directories that are crashed; fixtures write what they see into it. */
    private static Path seen;

    @BeforeEach
    void useDirectory(@TempDir Path directory) {
        seen = directory.resolve("seen");
    }

    private static List<String> seen() throws IOException {
        return Files.exists(seen) ? Files.readAllLines(seen) : List.of();
    }

    // ---- K0

    @Test
    void check_getsWhatWasPromisedBeforeTheCrash() throws IOException {
        assertThat(run(PromiseTestCases.class)).passes(7);

        assertThat(seen())
                .containsExactlyInAnyOrder("0 []", "1 []", "1 [1]", "2 [1]", "2 [1, 2]", "3 [1, 2]", "3 [1, 2, 3]");
    }

    @MultiProcess
    static class PromiseTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            String file = seen.toString();
            return crashes.given(directory -> write(directory.resolve("a"), "", CREATE))
                    .run((directory, promises) -> {
                        for (int i = 1; i <= 3; i++) {
                            write(directory.resolve("a"), "x", APPEND);
                            force(directory.resolve("a"));
                            promises.add(String.valueOf(i));
                        }
                    })
                    .thenCheck(
                            (directory, promised) -> note(file, Files.size(directory.resolve("a")) + " " + promised));
        }
    }

    // ---- K1

    @Test
    void runIsRecorded_onceHoweverManyPointsThereAre() throws IOException {
        assertThat(run(CountedTestCases.class, "rebuilt")).passes(10);

        assertThat(seen()).containsExactly("prepared", "ran");
    }

    @Test
    void runIsKilled_onceForEachPoint() throws IOException {
        assertThat(run(CountedTestCases.class, "killed")).passes(10);

        // The recorded one, and one for each point.
        assertThat(seen()).hasSize(12).startsWith("prepared").containsOnly("prepared", "ran");
    }

    @Test
    void rebuiltAndKilled_areTheSame() throws IOException {
        assertThat(run(DigestTestCases.class, "rebuilt")).passes(10);
        List<String> rebuilt = seen();
        Files.delete(seen);
        assertThat(run(DigestTestCases.class, "killed")).passes(10);

        // Equal ones are checked once.
        assertThat(rebuilt).hasSize(8).anyMatch(line -> line.startsWith("check-2-cut-512-none "));
        assertThat(seen()).containsExactlyInAnyOrderElementsOf(rebuilt);
    }

    @MultiProcess
    static class DigestTestCases {

        @TestFactory
        Stream<DynamicTest> rebuilt(CrashTests crashes) {
            return plan(crashes).thenCheck(digest());
        }

        @TestFactory
        Stream<DynamicTest> killed(CrashTests crashes) {
            return plan(crashes).killed().thenCheck(digest());
        }

        private static CrashPlan plan(CrashTests crashes) {
            return crashes.given(directory -> write(directory.resolve("old"), "old", CREATE))
                    .run((directory, promises) -> work(directory));
        }

        private static CrashTests.Check digest() {
            String file = seen.toString();
            return (directory, promised) ->
                    note(file, Processes.current().name() + " " + DirectoryDigest.of(directory, promised));
        }
    }

    @MultiProcess
    static class CountedTestCases {

        @TestFactory
        Stream<DynamicTest> rebuilt(CrashTests crashes) {
            return plan(crashes).thenCheck((directory, promised) -> {});
        }

        @TestFactory
        Stream<DynamicTest> killed(CrashTests crashes) {
            return plan(crashes).killed().thenCheck((directory, promised) -> {});
        }

        private static CrashPlan plan(CrashTests crashes) {
            String file = seen.toString();
            return crashes.given(directory -> {
                        write(directory.resolve("old"), "old", CREATE);
                        note(file, "prepared");
                    })
                    .run((directory, promises) -> {
                        note(file, "ran");
                        work(directory);
                    })
                    .atEveryFileOperation();
        }
    }

    /** One of each kind, with a write that can be cut in the middle. */
    private static void work(Path directory) throws IOException {
        write(directory.resolve("a"), "x".repeat(600), CREATE);
        force(directory.resolve("a"));
        Files.createDirectory(directory.resolve("sub"));
        Files.move(directory.resolve("a"), directory.resolve("sub/b"), StandardCopyOption.ATOMIC_MOVE);
        Files.createLink(directory.resolve("c"), directory.resolve("sub/b"));
        Files.delete(directory.resolve("old"));
        force(directory);
    }

    // ---- K2

    @Test
    void testsAreNamed_soThatAPersonUnderstandsThem() {
        assertThat(names(run(CountedTestCases.class, "rebuilt")))
                .containsExactly(
                        "1-none: before creation of a, CrashTestsContractTests.java:N (1 of 9)",
                        "2-none: before write of 600 bytes to a at 0, CrashTestsContractTests.java:N (2 of 9)",
                        "2-cut-512-none: in the write of 600 bytes to a at 0 after 512 bytes, CrashTestsContractTests.java:N (2 of 9)",
                        "3-none: before force of a, CrashTestsContractTests.java:N (3 of 9)",
                        "4-none: before creation of directory sub, CrashTestsContractTests.java:N (4 of 9)",
                        "5-none: before rename of a to sub/b, CrashTestsContractTests.java:N (5 of 9)",
                        "6-none: before creation of c as another name of sub/b, CrashTestsContractTests.java:N (6 of 9)",
                        "7-none: before deletion of old, CrashTestsContractTests.java:N (7 of 9)",
                        "8-none: before force of the directory, CrashTestsContractTests.java:N (8 of 9)",
                        "9-none: at the end of the run (9 of 9)");
    }

    /** Without the lines of this file. */
    private static List<String> names(EngineRun run) {
        return run.begun().stream()
                .map(name -> name.replaceAll("java:\\d+", "java:N"))
                .toList();
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void chosenCrash_isTriedAlone() {
        EngineRun run = withChoice("3-all", () -> run(UnforcedTestCases.class));

        assertThat(run.begun()).hasSize(1);
        assertThat(run.failuresByName()).containsOnlyKeys("3-all");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void chosenCrashThatIsNotThere_isRefusedWithThoseThatAre() {
        assertThat(withChoice("99-all", () -> run(UnforcedTestCases.class)))
                .hasOneFailedContainer()
                .hasMessage(
                        "the system property multiprocess.crash must name a crash of test"
                                + " CrashTestsContractTests$UnforcedTestCases.survives, as its failure does: multiprocess.crash=99-all,"
                                + " and the test has 15 crashes, from 1-none to 5-random; select only the test that has failed");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void crashOfTheSecondPlanOfATest_isNamedWithItsNumber() {
        EngineRun all = run(TwoPlansTestCases.class);

        assertThat(all.failuresByName()).containsOnlyKeys("p2-2-none", "p2-3-none");
        assertThat(all.failuresByName().get("p2-2-none"))
                .hasMessageContaining("only this    : -Dmultiprocess.crash=p2-2-none")
                .hasMessageContaining("survives/crash-test-2/p2-2-none");

        EngineRun chosen = withChoice("p2-2-none", () -> run(TwoPlansTestCases.class));
        assertThat(chosen.begun()).hasSize(1);
        assertThat(chosen.failuresByName()).containsOnlyKeys("p2-2-none");

        assertThat(withChoice("2-none", () -> run(TwoPlansTestCases.class)).begun())
                .hasSize(1);
        assertThat(withChoice("p3-1-none", () -> run(TwoPlansTestCases.class)))
                .hasOneFailedContainer()
                .hasMessage("the system property multiprocess.crash must name a crash of test"
                        + " CrashTestsContractTests$TwoPlansTestCases.survives, as its failure does:"
                        + " multiprocess.crash=p3-1-none, and the test has 2 crash tests; select only the test that has"
                        + " failed");
    }

    /** The second fails once there is a file. */
    @MultiProcess
    static class TwoPlansTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            CrashPlan plan = crashes.run((directory, promises) -> {
                Files.createFile(directory.resolve("a"));
                Files.createFile(directory.resolve("b"));
            });
            return Stream.concat(
                    plan.thenCheck((directory, promised) -> {}),
                    plan.thenCheck((directory, promised) ->
                            assertThat(directory.resolve("a")).doesNotExist()));
        }
    }

    private static EngineRun withChoice(String key, Supplier<EngineRun> action) {
        System.setProperty("multiprocess.crash", key);
        try {
            return action.get();
        } finally {
            System.clearProperty("multiprocess.crash");
        }
    }

    @Test
    void killedRunThatTakesAnotherWay_saysSo() {
        assertThat(run(OtherWayTestCases.class).failuresByName().get("2-none"))
                .hasMessageContaining(
                        "another way  : its operation 1 was creation of ran-2, and in the recorded run creation of"
                                + " ran-1");
    }

    @MultiProcess
    static class OtherWayTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            String file = seen.toString();
            return crashes.run((directory, promises) -> {
                        note(file, "run");
                        int number =
                                Math.min(2, Files.readAllLines(Path.of(file)).size());
                        write(directory.resolve("ran-" + number), "x", CREATE);
                    })
                    .killed()
                    .thenCheck((directory, promised) ->
                            assertThat(directory.resolve("ran-2")).doesNotExist());
        }
    }

    // ---- K3

    @Test
    void promisesOfWhatIsNotForced_areMissedWhenItIsLost() {
        assertThat(run(UnforcedTestCases.class).failuresByName())
                .containsOnlyKeys("2-all", "3-all", "3-random", "5-all");
    }

    @MultiProcess
    static class UnforcedTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return crashes.given(directory -> write(directory.resolve("a"), "", CREATE))
                    .run((directory, promises) -> {
                        for (int i = 1; i <= 3; i++) {
                            write(directory.resolve("a"), "x", APPEND);
                            if (i == 2) {
                                force(directory.resolve("a"));
                            }
                            promises.add("appended " + i);
                        }
                    })
                    .losing(Unsynced.NONE, Unsynced.ALL, Unsynced.RANDOM)
                    .thenCheck((directory, promised) ->
                            assertThat(Files.size(directory.resolve("a"))).isGreaterThanOrEqualTo(promised.size()));
        }
    }

    @Test
    void nameThatIsNotForced_isLostThoughTheFileIsForced() {
        assertThat(run(NameTestCases.class).failuresByName()).containsOnlyKeys("4-all");
    }

    @MultiProcess
    static class NameTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return crashes.run((directory, promises) -> {
                        write(directory.resolve("a"), "x", CREATE);
                        force(directory.resolve("a"));
                        promises.add("written");
                    })
                    .losing(Unsynced.ALL, Unsynced.NONE)
                    .thenCheck((directory, promised) -> assertThat(
                                    promised.isEmpty() || Files.exists(directory.resolve("a")))
                            .isTrue());
        }
    }

    // ---- K4

    @Test
    void fault_isWhatTheJdkThrowsAndTheRunContinues() throws IOException {
        EngineRun run = run(FaultTestCases.class, "recovers");

        assertThat(run).passes(8);
        assertThat(names(run))
                .endsWith(
                        "1-noSpace: failed creation of a, CrashTestsContractTests.java:N (1 of 4)",
                        "2-noSpace: failed write of 1 byte to a at 0, CrashTestsContractTests.java:N (2 of 4)",
                        "2-failedWrite: failed write of 1 byte to a at 0, CrashTestsContractTests.java:N (2 of 4)",
                        "3-failedForce: failed force of a, CrashTestsContractTests.java:N (3 of 4)");
        assertThat(seen())
                .containsExactlyInAnyOrder(
                        // Crashes.
                        "[] -1",
                        "[] 0",
                        "[] 1",
                        "[written] 1",
                        // Faults; the last two leave the same.
                        "[FileSystemException: No space left on device] -1",
                        "[IOException: No space left on device] 0",
                        "[IOException: Input/output error] 0");
    }

    @Test
    void failedForceThatIsIgnored_losesWhatItWasToMakeSafe() {
        EngineRun run = run(FaultTestCases.class, "ignores");

        assertThat(run.failuresByName()).containsOnlyKeys("3-failedForce");
        assertThat(run.failuresByName().get("3-failedForce"))
                .hasMessageStartingWith("After a failed force of a, CrashTestsContractTests.java:")
                .hasMessageContaining("lost         : the write of 1 byte to a at 0, CrashTestsContractTests.java:");
    }

    @Test
    void runThatThrowsAfterAFault_isCheckedAndItsExceptionShown() {
        assertThat(run(FaultTestCases.class, "throwsIt").failuresByName().get("2-failedWrite"))
                .hasMessageContaining("the run threw: java.io.IOException: Input/output error");
    }

    @MultiProcess
    static class FaultTestCases {

        @TestFactory
        Stream<DynamicTest> recovers(CrashTests crashes) {
            String file = seen.toString();
            return crashes.run((directory, promises) -> {
                        try {
                            write(directory.resolve("a"), "x", CREATE);
                            force(directory.resolve("a"));
                            promises.add("written");
                        } catch (IOException e) {
                            String text = e.getMessage();
                            promises.add(e.getClass().getSimpleName() + ": "
                                    + text.substring(text.lastIndexOf(": ") + (text.contains(": ") ? 2 : 1)));
                        }
                    })
                    .failing(IoFault.noSpace(), IoFault.failedWrite(), IoFault.failedForce())
                    .thenCheck((directory, promised) -> {
                        Path a = directory.resolve("a");
                        note(file, promised + " " + (Files.exists(a) ? Files.size(a) : -1));
                    });
        }

        @TestFactory
        Stream<DynamicTest> ignores(CrashTests crashes) {
            return crashes.run((directory, promises) -> {
                        write(directory.resolve("a"), "x", CREATE);
                        try {
                            force(directory.resolve("a"));
                        } catch (IOException ignored) {
                            // As too many do.
                        }
                        promises.add("written");
                    })
                    .failing(IoFault.failedForce())
                    .thenCheck((directory, promised) -> assertThat(
                                    promised.isEmpty() || Files.size(directory.resolve("a")) == 1)
                            .isTrue());
        }

        @TestFactory
        Stream<DynamicTest> throwsIt(CrashTests crashes) {
            return crashes.given(directory -> write(directory.resolve("a"), "", CREATE))
                    .run((directory, promises) -> {
                        write(directory.resolve("a"), "x", APPEND);
                        try {
                            write(directory.resolve("a"), "y", APPEND);
                        } finally {
                            promises.add("y");
                        }
                    })
                    .failing(IoFault.failedWrite())
                    .thenCheck((directory, promised) -> assertThat(
                                    promised.isEmpty() || Files.size(directory.resolve("a")) == 2)
                            .isTrue());
        }
    }

    // ---- K5

    @Test
    void recoveryThatIsNotCrashSafe_isFoundByCrashesOfTheCheck() {
        EngineRun run = run(RecoveryTestCases.class, "unsafe");

        assertThat(run.failuresByName()).containsOnlyKeys("3-none");
        assertThat(run.failuresByName().get("3-none"))
                .hasMessageStartingWith(
                        "After a crash at the end of the run, and one of the check before creation of data, CrashTestsContractTests.java:")
                .hasMessageContaining("only this    : -Dmultiprocess.crash=3-none+2");
        assertThat(run(RecoveryTestCases.class, "safe")).passes(3);
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void chosenCrashOfACheck_isTriedAlone() throws IOException {
        EngineRun run = withChoice("3-none+2", () -> run(RecoveryTestCases.class, "unsafe"));

        assertThat(run.failuresByName()).containsOnlyKeys("3-none");
        assertThat(run.begun()).hasSize(1);
        assertThat(seen()).containsExactly("check-3-none", "check-3-none_2");
    }

    @Test
    void powerFailureAfterTheRecoveryOfAKill_mayLoseWhatTheRunHadNotForced() {
        EngineRun run = run(LateLossTestCases.class);

        // With the run's own crashes alone nothing is wrong: the journal is there, or it is not.
        assertThat(run.failuresByName()).containsOnlyKeys("3-none");
        assertThat(run.failuresByName().get("3-none"))
                .hasMessageContaining("After a crash at the end of the run, and one of the check at the end of the run")
                .hasMessageContaining("lost         : the write of 1 byte to journal at 0")
                .hasMessageContaining("files        : data: 0 bytes")
                .hasMessageContaining("only this    : -Dmultiprocess.crash=3-none+3-all");
    }

    /** The recovery makes its own name safe, and relies on bytes that it has not written. */
    @MultiProcess
    static class LateLossTestCases {

        @TestFactory
        Stream<DynamicTest> survives(CrashTests crashes) {
            return crashes.run((directory, promises) -> write(directory.resolve("journal"), "x", CREATE))
                    .losing(Unsynced.NONE, Unsynced.ALL)
                    .alsoInTheCheck()
                    .thenCheck((directory, promised) -> {
                        Path journal = directory.resolve("journal");
                        Path data = directory.resolve("data");
                        if (Files.exists(journal) && Files.size(journal) > 0) {
                            Files.move(journal, data, StandardCopyOption.ATOMIC_MOVE);
                            force(directory);
                        }
                        assertThat(Files.exists(data) && Files.size(data) == 0).isFalse();
                    });
        }
    }

    /** The run writes a journal; the check moves what is in it, in one order or the other. */
    @MultiProcess
    static class RecoveryTestCases {

        @TestFactory
        Stream<DynamicTest> unsafe(CrashTests crashes) {
            return plan(crashes, true);
        }

        @TestFactory
        Stream<DynamicTest> safe(CrashTests crashes) {
            return plan(crashes, false);
        }

        private static Stream<DynamicTest> plan(CrashTests crashes, boolean unsafe) {
            String file = seen.toString();
            return crashes.run((directory, promises) -> {
                        write(directory.resolve("journal"), "x", CREATE);
                        promises.add("x");
                    })
                    .alsoInTheCheck()
                    .thenCheck((directory, promised) -> {
                        note(file, Processes.current().name());
                        Path journal = directory.resolve("journal");
                        Path data = directory.resolve("data");
                        if (Files.exists(journal) && Files.size(journal) > 0) {
                            if (unsafe) {
                                Files.delete(journal);
                                write(data, "x", CREATE);
                            } else {
                                write(data, "x", CREATE);
                                Files.delete(journal);
                            }
                        }
                        assertThat(promised.isEmpty() || Files.exists(data) && Files.size(data) == 1)
                                .isTrue();
                    });
        }
    }

    // ---- K6

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void failure_saysAllThatIsKnown_andTheSummaryWhatWasTried() throws IOException {
        AtomicReference<EngineRun> run = new AtomicReference<>();
        String printed = Output.of(() -> run.set(run(UnforcedTestCases.class)));

        Throwable failure = run.get().failuresByName().get("2-all");
        String directory = directory(failure);
        assertThat(failure.getMessage().replace(directory, "DIRECTORY").replaceAll("java:\\d+", "java:N"))
                .isEqualTo("""
                        After a crash before write of 1 byte to a at 1, CrashTestsContractTests.java:N, the check failed
                          check        : java.lang.AssertionError: Expecting actual:
                                           0L
                                         to be greater than or equal to:
                                           1L
                          lost         : the write of 1 byte to a at 0, CrashTestsContractTests.java:N
                          promised     : appended 1
                          found        : DIRECTORY/2-all
                          files        : a: 0 bytes
                          checked      : DIRECTORY/2-all.checked
                          output       : DIRECTORY/check-2-all.txt
                          only this    : -Dmultiprocess.crash=2-all""");
        assertThat(Path.of(directory, "2-all")).isDirectoryContaining("glob:**a");
        assertThat(Path.of(directory, "2-all", "a")).isEmptyFile();
        assertThat(failure).hasCauseInstanceOf(AssertionError.class);
        assertThat(failure.getStackTrace()[0].toString()).contains("UnforcedTestCases.survives(");
        String summary =
                "crash test CrashTestsContractTests$UnforcedTestCases.survives: points: 5, tests: 15 (none 5, all 5, random 5), ";
        assertThat(printed).contains(summary);
        assertThat(Path.of(directory, "summary.txt")).content().startsWith(summary);
    }

    private static String directory(Throwable failure) {
        return failure.getMessage()
                .lines()
                .filter(line -> line.startsWith("  found"))
                .map(line ->
                        Path.of(line.substring(line.indexOf('/'))).getParent().toString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void crashesThatPass_leaveNoDirectory() throws IOException {
        assertThat(run(PromiseTestCases.class)).passes(7);

        Path directory = Path.of("target/multiprocess")
                .resolve(PromiseTestCases.class.getName())
                .resolve("survives");
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all.map(file -> file.getFileName().toString()))
                    .as("of the run and of the preparation only")
                    .allMatch(name -> name.startsWith("run.")
                            || name.startsWith("prepare.")
                            || Set.of("summary.txt", "test.properties").contains(name));
        }
    }

    // ---- what crashes

    private static void write(Path file, String text, OpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(file, WRITE, option)) {
            if (!text.isEmpty()) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, READ)) {
            channel.force(true);
        }
    }

    /** One line, at once, since several processes may do so. */
    private static void note(String file, String line) throws IOException {
        Files.writeString(Path.of(file), line + "\n", CREATE, APPEND);
    }
}
