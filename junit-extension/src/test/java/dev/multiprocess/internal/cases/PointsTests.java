package dev.multiprocess.internal.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.crashed.CrashAt;
import dev.multiprocess.internal.record.Ops;
import dev.multiprocess.internal.record.Rebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which points a recorded run has. */
class PointsTests {

    private static final int SEED = 1;

    @TempDir
    private Path start;

    private final Ops ops = new Ops();

    @BeforeEach
    void prepareWhatIsThereBefore() throws IOException {
        Files.writeString(start.resolve("old"), "old text");
    }

    private Points points() throws IOException {
        return new Points(Runs.of(start, ops), SEED);
    }

    private List<String> wordsAtOperations() throws IOException {
        return points().atOperations().stream().map(CrashPoint::words).toList();
    }

    @Test
    void operation_hasAPointBeforeItWithItsPlaceAndItsNumber() throws IOException {
        int file = ops.openExisting("old");
        ops.promise("nothing").promise("yet").write(file, 0, "NEW").force(file, "old");

        assertThat(points().atOperations())
                .containsExactly(
                        new CrashPoint(
                                "1",
                                new Rebuild.Point(3, 0),
                                new CrashAt.Operation(2, 0),
                                "before write of 3 bytes to old at 0, App.java:1",
                                1,
                                3),
                        new CrashPoint(
                                "2",
                                new Rebuild.Point(4, 0),
                                new CrashAt.Operation(3, 0),
                                "before force of old, App.java:1",
                                2,
                                3),
                        new CrashPoint(
                                "3", new Rebuild.Point(5, 0), new CrashAt.Nowhere(), "at the end of the run", 3, 3));
    }

    @Test
    void whatChangesNothing_hasNoPoint() throws IOException {
        int file = ops.openExisting("old");
        ops.touch("old")
                .failedForce("old")
                .map(file)
                .promise("a")
                .checkpoint("b")
                .unknown("it is dark");

        assertThat(wordsAtOperations()).containsExactly("at the end of the run");
    }

    @Test
    void openingThatMakesOrEmptiesItsFile_hasAPoint() throws IOException {
        ops.openEmptied("old");
        ops.touch("new");

        assertThat(wordsAtOperations())
                .containsExactly(
                        "before emptying of old, App.java:1",
                        "before creation of new, App.java:1",
                        "at the end of the run");
    }

    @Test
    void runWithoutOperations_hasThePointAfterIt() throws IOException {
        assertThat(points().atOperations())
                .containsExactly(new CrashPoint(
                        "1", new Rebuild.Point(0, 0), new CrashAt.Nowhere(), "at the end of the run", 1, 1));
    }

    @Test
    void runThatDoesNotFit_hasPointsBeforeAllThatMayChangeSomething() {
        ops.touch("old").failedForce("old").delete("missing");

        assertThat(new Points(Runs.unfit(ops), SEED).atOperations())
                .extracting(CrashPoint::words)
                .containsExactly(
                        "before opening of old, App.java:1",
                        "before deletion of missing, App.java:1",
                        "at the end of the run");
    }

    @Test
    void longWrite_hasPointsInTheMiddleOfItAfterTheOneBefore() throws IOException {
        int file = ops.openExisting("old");
        ops.write(file, 500, "x".repeat(1_000)).delete("old");

        List<CrashPoint> points = points().atOperations();

        assertThat(points).extracting(CrashPoint::id).containsExactly("1", "1-cut-12", "1-cut-524", "2", "3");
        assertThat(points.get(1))
                .isEqualTo(new CrashPoint(
                        "1-cut-12",
                        new Rebuild.Point(1, 12),
                        new CrashAt.Operation(2, 12),
                        "in the write of 1000 bytes to old at 500 after 12 bytes, App.java:1",
                        1,
                        3));
    }

    @Test
    void randomCut_isOfTheSeed() throws IOException {
        ops.write(ops.openExisting("old"), 0, "x".repeat(8 * 4096));
        Set<List<String>> found = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            List<String> ids = new Points(Runs.of(start, ops), seed)
                    .atOperations().stream().map(CrashPoint::id).toList();
            assertThat(ids).hasSize(5).contains("1-cut-512", "1-cut-32256");
            found.add(ids);
        }
        assertThat(found).as("one for each page within it").hasSize(7);
    }

    @Test
    void checkpoints_areCountedByNameAndNumberedTogether() throws IOException {
        ops.checkpoint("begun").checkpoint("written").touch("new").promise("written");
        ops.checkpoint("other").checkpoint("written");

        assertThat(points().atCheckpoints(Set.of("written", "begun")))
                .containsExactly(
                        new CrashPoint(
                                "c1",
                                new Rebuild.Point(0, 0),
                                new CrashAt.Checkpoint("begun", 1),
                                "at checkpoint 'begun'",
                                1,
                                3),
                        new CrashPoint(
                                "c2",
                                new Rebuild.Point(1, 0),
                                new CrashAt.Checkpoint("written", 1),
                                "at checkpoint 'written'",
                                2,
                                3),
                        new CrashPoint(
                                "c3",
                                new Rebuild.Point(5, 0),
                                new CrashAt.Checkpoint("written", 2),
                                "at checkpoint 'written', time 2",
                                3,
                                3));
        assertThat(points().atCheckpoints(Set.of())).isEmpty();
    }

    @Test
    void instants_areInTheRunInTheirOrderAndOfTheSeed() throws IOException {
        ops.touch("new");
        RecordedRun run = Runs.of(start, ops);
        Set<List<Long>> found = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            List<CrashPoint> points = new Points(run, seed).atInstants(100, 1_000);
            List<Long> nanos = points.stream()
                    .map(point -> ((CrashAt.Instant) point.kill()).nanos())
                    .toList();
            assertThat(nanos).hasSize(100).isSorted().allMatch(each -> each >= 0 && each < 1_000);
            // Evenly: no half of the run is without any.
            assertThat(nanos).anyMatch(each -> each < 500).anyMatch(each -> each >= 500);
            assertThat(points).isEqualTo(new Points(run, seed).atInstants(100, 1_000));
            assertThat(points).allMatch(point -> point.place().equals(new Rebuild.Point(1, 0)));
            assertThat(points.get(41).id()).isEqualTo("t42");
            assertThat(points.get(41).ordinal()).isEqualTo(42);
            assertThat(points.get(41).count()).isEqualTo(100);
            found.add(nanos);
        }
        assertThat(found).hasSize(20);
    }

    @Test
    void instantsOfARunThatTookNoTime_areItsStart() throws IOException {
        assertThat(points().atInstants(2, 0))
                .extracting(CrashPoint::kill)
                .containsExactly(new CrashAt.Instant(0), new CrashAt.Instant(0));
        assertThat(points().atInstants(0, 1_000)).isEmpty();
    }

    @Test
    void cases_areAllLossesOfEachPointAndThenTheFaults() throws IOException {
        int file = ops.openExisting("old");
        ops.checkpoint("here").force(file);
        PlanOptions options = PlanOptions.defaults()
                .withOperations()
                .withCheckpoints(Set.of("here"))
                .withInstants(1)
                .withLosses(List.of(Unsynced.ALL, Unsynced.NONE))
                .withFaults(List.of(IoFault.failedForce()));

        assertThat(Points.cases(Runs.of(start, ops), options, 1_000))
                .extracting(CrashCase::key)
                .containsExactly(
                        "1-all",
                        "1-none",
                        "2-all",
                        "2-none",
                        "c1-all",
                        "c1-none",
                        "t1-all",
                        "t1-none",
                        "1-failedForce");
    }

    @Test
    void casesWithoutFileOperations_areOnlyThoseThatWereChosen() throws IOException {
        ops.touch("new").checkpoint("here");

        assertThat(Points.cases(Runs.of(start, ops), PlanOptions.defaults().withCheckpoints(Set.of("here")), 1_000))
                .extracting(CrashCase::key)
                .containsExactly("c1-none");
        assertThat(Points.cases(Runs.of(start, ops), PlanOptions.defaults(), 1_000))
                .extracting(CrashCase::key)
                .containsExactly("1-none", "2-none");
    }

    @Test
    void seedOfThePlan_decidesAboutInstants() throws IOException {
        Set<Object> kills = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            PlanOptions options = PlanOptions.defaults().withInstants(1).withSeed(seed);
            kills.add(Points.cases(Runs.of(start, ops), options, 1L << 60)
                    .get(0)
                    .point()
                    .kill());
        }
        assertThat(kills).hasSize(10);
    }

    @Test
    void keysOfAllCases_areDifferent() throws IOException {
        int file = ops.open("new");
        ops.write(file, 100, "x".repeat(10_000)).force(file).checkpoint("a").checkpoint("a");
        ops.write(file, 0, "x".repeat(600)).rename("new", "old").force("");
        PlanOptions options = PlanOptions.defaults()
                .withOperations()
                .withCheckpoints(Set.of("a"))
                .withInstants(20)
                .withLosses(List.of(Unsynced.values()))
                .withFaults(List.of(IoFault.noSpace(), IoFault.failedWrite(), IoFault.failedForce()));

        List<CrashCase> cases = Points.cases(Runs.of(start, ops), options, 1_000);

        assertThat(new TreeSet<>(cases.stream().map(CrashCase::key).toList())).hasSameSizeAs(cases);
    }
}
