package example.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.crash.CrashPlan;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Crash tests find each mistake, at the operations where it can be seen and nowhere else.
 *
 * <p>Which operations those are follows from the code of {@link Journal} and from what a loss of power leaves. The run
 * makes a journal, appends four records, compacts, and appends a fifth. Without a mistake, its operations are:
 *
 * <pre>
 *  1 force of the directory   7 write to log.0    16 write to log.0          21 force of snapshot.tmp    27 force of log.1
 *  2 open log.0               8 force of log.0    17 force of log.0          22 rename to snapshot       28 force of the directory
 *  3 size of log.0            9 header of log.0   18 header of log.0         23 force of the directory   29 delete log.0
 *  4 size of log.0           10 to 12 the same    record 3 is promised       24 open log.1               30 write to log.1
 *  5 force of log.0          13 to 15 the same    19 open snapshot.tmp       25 size of log.1            31 force of log.1
 *  6 force of the directory                       20 write to snapshot.tmp   26 size of log.1            32 header of log.1
 * </pre>
 *
 * <p>33 is the end.
 */
@Timeout(120)
class WrongJournalTests {

    private static final Path SOURCE = Path.of("src", "test", "java", "example", "crash", "Journal.java");

    @NightlyTest
    void recordIsNotForced_itIsLostWithThePowerUntilTheSnapshotIsSafe() throws IOException {
        CrashReport report = CrashReport.of(WrongJournalTestCases.class, "recordIsNotForced");

        // Without its force an append is two operations: 7 and 8 for record 0, 26 and 27 for record 4. The snapshot is
        // safe after 19, the force of the directory.
        Set<Integer> unsafe = union(numbers(9, 19), numbers(28, 28));
        assertThat(report.failedAt("none")).isEmpty();
        assertThat(report.failedAt("all")).isEqualTo(unsafe);
        assertThat(report.failedAt("random")).isNotEmpty().isSubsetOf(unsafe);
        assertThat(report.message("9-all"))
                .contains("record 0", "number of records in the journal", "-Dmultiprocess.crash=9-all");
        assertThat(report.name("9-all")).contains("before write of", "log.0", "(9 of ");
        assertThat(line(report.name("9-all"))).isEqualTo("log.write(record);");
    }

    @Test
    void failedForceIsRepeated_itsRecordIsLost() throws IOException {
        CrashReport report = CrashReport.of(WrongJournalTestCases.class, "failedForceIsRepeated");

        // No snapshot here, which would make up for it: 8, 11, 14 and 17 force a record each.
        assertThat(report.failed())
                .containsExactlyInAnyOrder("8-failedForce", "11-failedForce", "14-failedForce", "17-failedForce");
        assertThat(report.keys()).contains("1-failedForce", "5-failedForce", "6-failedForce");
        assertThat(report.message("17-failedForce")).contains("record 3", "log.0 is damaged");
        assertThat(line(report.name("17-failedForce"))).isEqualTo("log.getFD().sync();");
    }

    @NightlyTest
    void directoryIsNotForced_allIsLostWithThePower() throws IOException {
        CrashReport report = CrashReport.of(WrongJournalTestCases.class, "directoryIsNotForced");

        // Without the forces of the directory, record 0 is promised after 7, and 29 is the end.
        assertThat(report.failedAt("none")).isEmpty();
        assertThat(report.failedAt("all")).isEqualTo(numbers(8, 29));
        assertThat(report.failedAt("random")).isNotEmpty().isSubsetOf(numbers(8, 29));
        assertThat(report.name("29-all")).contains("at the end of the run");
    }

    @NightlyTest
    void snapshotIsRenamedBeforeItIsForced_itIsEmptyAfterALossOfPower() throws IOException {
        CrashReport report = CrashReport.of(WrongJournalTestCases.class, "snapshotIsRenamedBeforeItIsForced");

        // Here 21 is the rename, 22 the force of the directory, and 23 that of the snapshot.
        assertThat(report.failedAt("none")).isEmpty();
        assertThat(report.failed().stream().filter(key -> key.endsWith("-all"))).containsExactly("23-all");
        assertThat(report.failedAt("random")).isSubsetOf(numbers(22, 23));
        assertThat(report.message("23-all")).contains("the snapshot has no header", "record 3");
        assertThat(report.name("23-all")).contains("before force of", "snapshot");
        assertThat(line(report.name("23-all"))).isEqualTo("snapshot.force(true);");
    }

    @NightlyTest
    void headerIsWrittenFirst_itSaysWhatIsNotThereWhenTheProcessDies() throws IOException {
        CrashReport report = CrashReport.of(WrongJournalTestCases.class, "headerIsWrittenFirst");

        // Here 7 is the header, 8 the record and 9 the force of both, so that the power takes both or none.
        Set<Integer> records = Set.of(8, 11, 14, 17, 31);
        assertThat(report.failedAt("none")).isEqualTo(records);
        assertThat(report.failedAt("all")).isEmpty();
        assertThat(report.failedAt("random")).isSubsetOf(union(records, Set.of(9, 12, 15, 18, 32)));
        assertThat(report.failed()).contains("8-none", "8-cut-508-none");
        assertThat(report.message("8-none")).contains("log.0 is damaged at 4, and was safe up to 612");
        assertThat(line(report.name("8-none"))).isEqualTo("log.write(record);");
    }

    @NightlyTest
    void checksumIsNotLookedAt_tornRecordIsTakenForAWholeOne() throws IOException {
        CrashReport report = CrashReport.of(WrongJournalTestCases.class, "checksumIsNotLookedAt");

        // Records 0, 2 and 4 are long enough to be cut; that a page of the others is lost in part is not possible.
        assertThat(keysOf(report.failed(), "none"))
                .isNotEmpty()
                .allMatch(key -> key.matches("(7|13|30)-cut-\\d+-none"))
                .isEqualTo(keysOf(report.keys(), "none").stream()
                        .filter(key -> key.matches("(7|13|30)-cut-\\d+-none"))
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(report.failedAt("none")).containsExactly(7, 13, 30);
        assertThat(report.failedAt("all")).isEmpty();
        assertThat(report.failedAt("random")).isSubsetOf(Set.of(7, 8, 13, 14, 30, 31));
        assertThat(report.message("7-cut-508-none")).contains("record 0 is whole");
        assertThat(report.name("7-cut-508-none")).contains("in the write of 608 bytes to log.0 at 4 after 508 bytes");
    }

    @Test
    void recoveryWritesTheLogAnew_recordsAreLostWhenItDiesToo() throws IOException {
        CrashReport once = CrashReport.of(WrongJournalTestCases.class, "recoveryWritesTheLogAnew");
        CrashReport twice = CrashReport.of(WrongJournalTestCases.class, "recoveryWritesTheLogAnewAndCrashes");

        assertThat(once.failed()).isEmpty();
        // Here 4 is the write of record 2. Recovery writes only if that is cut: 2 is the new size, 0, and 3 writes
        // again.
        assertThat(twice.failed())
                .isNotEmpty()
                .isEqualTo(twice.keys().stream()
                        .filter(key -> key.matches("4-cut-\\d+-none"))
                        .collect(Collectors.toCollection(TreeSet::new)));
        // Which of several equal directories is checked first is up to the threads.
        assertThat(twice.message("4-cut-364-none"))
                .contains("and one of the check ", "660 bytes to log.0 at 0")
                .containsPattern("4-cut-\\d+-none\\+3")
                .containsAnyOf("number of records in the journal", "log.0 is damaged at 4, and was safe up to 660");
    }

    private static Set<String> keysOf(Set<String> keys, String kind) {
        return keys.stream().filter(key -> key.endsWith("-" + kind)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> union(Set<Integer> some, Set<Integer> others) {
        return Stream.of(some, others).flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The line of {@link Journal} that the name of a test says. */
    private static String line(String name) throws IOException {
        Matcher place = Pattern.compile("Journal\\.java:(\\d+)").matcher(name);
        assertThat(place.find()).as("'%s' has a line", name).isTrue();
        List<String> lines = Files.readAllLines(SOURCE);
        return lines.get(Integer.parseInt(place.group(1)) - 1).strip();
    }

    @MultiProcess(timeout = "60s")
    static class WrongJournalTestCases {

        @TestFactory
        Stream<DynamicTest> recordIsNotForced(CrashTests crashes) {
            return losingPower(crashes, Fault.NO_FORCE);
        }

        @TestFactory
        Stream<DynamicTest> failedForceIsRepeated(CrashTests crashes) {
            Fault fault = Fault.FORCE_AGAIN;
            return crashes.run((dir, promises) -> JournalUse.appendWhatCanBe(4, dir, promises, fault))
                    .failing(IoFault.failedForce())
                    .thenCheck((dir, promised) -> JournalUse.check(promised.size(), dir, fault));
        }

        @TestFactory
        Stream<DynamicTest> directoryIsNotForced(CrashTests crashes) {
            return losingPower(crashes, Fault.NO_DIRECTORY_FORCE);
        }

        @TestFactory
        Stream<DynamicTest> snapshotIsRenamedBeforeItIsForced(CrashTests crashes) {
            return losingPower(crashes, Fault.RENAME_BEFORE_FORCE);
        }

        @TestFactory
        Stream<DynamicTest> headerIsWrittenFirst(CrashTests crashes) {
            return losingPower(crashes, Fault.HEADER_BEFORE_BODY);
        }

        @TestFactory
        Stream<DynamicTest> checksumIsNotLookedAt(CrashTests crashes) {
            return losingPower(crashes, Fault.TORN_RECORD);
        }

        @TestFactory
        Stream<DynamicTest> recoveryWritesTheLogAnew(CrashTests crashes) {
            return tornRecord(crashes)
                    .thenCheck((dir, promised) ->
                            JournalUse.check(2 + promised.size(), dir, Fault.RECOVERY_NOT_CRASH_SAFE));
        }

        @TestFactory
        Stream<DynamicTest> recoveryWritesTheLogAnewAndCrashes(CrashTests crashes) {
            return tornRecord(crashes)
                    .alsoInTheCheck()
                    .atMost(400)
                    .thenCheck((dir, promised) ->
                            JournalUse.check(2 + promised.size(), dir, Fault.RECOVERY_NOT_CRASH_SAFE));
        }

        private static Stream<DynamicTest> losingPower(CrashTests crashes, Fault fault) {
            return crashes.run((dir, promises) -> JournalUse.append(5, dir, promises, fault))
                    .atEveryFileOperation()
                    .losing(Unsynced.NONE, Unsynced.ALL, Unsynced.RANDOM)
                    .thenCheck((dir, promised) -> JournalUse.check(promised.size(), dir, fault));
        }

        private static CrashPlan tornRecord(CrashTests crashes) {
            Fault fault = Fault.RECOVERY_NOT_CRASH_SAFE;
            return crashes.given(dir -> JournalUse.append(2, dir, none -> {}, fault))
                    .run((dir, promises) -> JournalUse.append(1, dir, promises, fault))
                    .atEveryFileOperation();
        }
    }
}
