package dev.multiprocess.internal.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.cases.CrashCase;
import dev.multiprocess.internal.cases.CrashPoint;
import dev.multiprocess.internal.cases.PlanOptions;
import dev.multiprocess.internal.cases.Points;
import dev.multiprocess.internal.cases.RecordedRun;
import dev.multiprocess.internal.cases.Runs;
import dev.multiprocess.internal.record.DirectoryDigest;
import dev.multiprocess.internal.record.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What crashes of works and of checks leave, as far as no child is needed for it. */
class RebuiltStateTests {

    @TempDir
    private Path base;

    private Path start;
    private int made;
    private final Ops ops = new Ops();
    private final Checks<Optional<CheckFailure>> checks = new Checks<>();

    @BeforeEach
    void recordARun() throws IOException {
        start = Files.createDirectory(base.resolve("start"));
        Files.writeString(start.resolve("old"), "old text");
        int file = ops.openExisting("old");
        ops.write(file, 0, "NEW")
                .force(file, "old")
                .promise("written")
                .write(file, 510, "TEXT")
                .promise("more");
    }

    private CrashState state(String point, Unsynced loss, long seed, Path target) throws IOException {
        RecordedRun run = Runs.of(start, ops);
        CrashPoint found = new Points(run, 1)
                .atOperations().stream()
                        .filter(each -> each.id().equals(point))
                        .findFirst()
                        .orElseThrow();
        return StateMaker.rebuilt(run, found.place(), CrashCase.of(found, loss), seed, target);
    }

    private CrashState state(String point, Unsynced loss) throws IOException {
        return state(point, loss, 1, base.resolve("made-" + made++));
    }

    @Test
    void rebuiltState_hasThePromisesBeforeThePointAndNoLoss() throws IOException {
        assertThat(state("3", Unsynced.NONE))
                .isEqualTo(new CrashState(List.of("written"), List.of(), Optional.empty(), Optional.empty()));
        assertThat(state("4", Unsynced.NONE).promised()).containsExactly("written", "more");
        assertThat(Files.readString(base.resolve("made-0").resolve("old"))).isEqualTo("NEW text");
    }

    @Test
    void lostOperations_areNamedWithTheirLines() throws IOException {
        assertThat(state("4", Unsynced.ALL).lost()).containsExactly("the write of 4 bytes to old at 510, App.java:1");
        assertThat(state("3", Unsynced.ALL).lost()).isEmpty();
        assertThat(state("2", Unsynced.ALL).lost()).containsExactly("the write of 3 bytes to old at 0, App.java:1");
    }

    @Test
    void writeThatIsCut_isLostWithItsPart() throws IOException {
        assertThat(state("3-cut-2", Unsynced.NONE).lost()).isEmpty();
        assertThat(state("3-cut-2", Unsynced.ALL).lost())
                .containsExactly("the write of 4 bytes to old at 510, App.java:1");
    }

    @Test
    void randomLoss_isOfSeedAndPoint() throws IOException {
        int file = ops.openExisting("old");
        ops.write(file, 4090, "x".repeat(12)).force(file).promise("end").write(file, 4090, "y".repeat(12));
        Set<List<String>> found = new HashSet<>();
        for (int seed = 0; seed < 30; seed++) {
            List<String> lost = state("7", Unsynced.RANDOM, seed, base.resolve("made-" + made++))
                    .lost();
            assertThat(state("7", Unsynced.RANDOM, seed, base.resolve("made-" + made++))
                            .lost())
                    .isEqualTo(lost);
            found.add(lost);
        }
        assertThat(found)
                .containsExactlyInAnyOrder(
                        List.of(),
                        List.of("a part of the write of 12 bytes to old at 4090, App.java:1"),
                        List.of("the write of 12 bytes to old at 4090, App.java:1"));
    }

    private CheckCrashes checkCrashes(PairBudget budget, CrashSummary summary) throws IOException {
        TrialSetup setup = new TrialSetup(
                new StateMaker(null, null, start, Runs.of(start, ops), true, 1),
                null,
                (directory, promised) -> {},
                base,
                PlanOptions.defaults().withChecks(),
                0,
                budget,
                summary,
                List.of());
        return new CheckCrashes(setup, checks);
    }

    private Optional<AssertionError> crash(Optional<String> pair, PairBudget budget, CrashSummary summary)
            throws IOException, InterruptedException {
        CrashState state = new CrashState(List.of(), List.of(), Optional.empty(), Optional.empty());
        budget.begin(0);
        return checkCrashes(budget, summary)
                .of(CrashCases.crash(17, Unsynced.NONE), 0, pair, state, Runs.of(start, ops));
    }

    @Test
    void crashOfACheckThatDoesNotExist_isRefused() {
        PairBudget budget = new PairBudget(10, 1);
        assertThatThrownBy(() -> crash(Optional.of("9"), budget, CrashCases.summary(budget)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("after '+' the system property multiprocess.crash must name a crash of this check:"
                        + " '9', and it has 5 crashes, from 1 to 4");
    }

    /** As if crashes of the work had left all that crashes of this check leave. */
    private void checkElsewhere(Optional<CheckFailure> failure, Path other) throws Exception {
        RecordedRun run = Runs.of(start, ops);
        for (CrashPoint point : new Points(run, 1).atOperations()) {
            Path target = other.resolve(point.id());
            StateMaker.rebuilt(run, point.place(), CrashCase.of(point, Unsynced.NONE), 1, target);
            String digest = DirectoryDigest.of(target, List.of());
            if (checks.claim(digest).isEmpty()) {
                checks.run(digest, "3-none", () -> failure);
            }
        }
    }

    @Test
    void crashesOfACheckThatLeaveWhatIsCheckedElsewhere_leaveNoDirectory(@TempDir Path other) throws Exception {
        PairBudget budget = new PairBudget(10, 1);
        checkElsewhere(Optional.empty(), other);

        assertThat(crash(Optional.empty(), budget, CrashCases.summary(budget))).isEmpty();

        assertThat(budget.wanted()).isEqualTo(5);
        assertThat(base).isDirectoryNotContaining(path -> !path.equals(start));
    }

    @Test
    void crashOfACheckThatLeavesWhatHasFailedElsewhere_failsAsWell(@TempDir Path other) throws Exception {
        PairBudget budget = new PairBudget(10, 1);
        checkElsewhere(Optional.of(new CheckFailure("3-none", new AssertionError("gone"), other)), other);

        assertThat(crash(Optional.empty(), budget, CrashCases.summary(budget)))
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .endsWith("the directory and the promises are those of 3-none, whose check has failed: see there");
    }

    @Test
    void checkWhoseRecordingDoesNotTellAll_isNotCrashed() throws Exception {
        PairBudget budget = new PairBudget(10, 1);
        CrashSummary summary = CrashCases.summary(budget);
        ops.map(ops.openExisting("old"));

        assertThat(crash(Optional.empty(), budget, summary)).isEmpty();
        ops.unknown("a pipe was opened");
        assertThat(crash(Optional.empty(), budget, summary)).isEmpty();

        assertThat(budget.wanted()).isZero();
        assertThat(summary.toString()).endsWith("tell what they write: 2");
    }
}
