package dev.multiprocess.internal.crash;

import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.cases.CrashCase;
import dev.multiprocess.internal.cases.CrashPoint;
import dev.multiprocess.internal.cases.Points;
import dev.multiprocess.internal.cases.RecordedRun;
import dev.multiprocess.internal.cases.Selection;
import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.os.OwnTree;
import dev.multiprocess.internal.record.DirectoryDigest;
import dev.multiprocess.internal.record.Rebuild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Crashes checks at their own file operations, and checks what that leaves. Thread-safe. */
final class CheckCrashes {

    private final TrialSetup setup;
    private final Checks<Optional<CheckFailure>> checks;

    /**
     * Of one plan.
     *
     * @param checks all that are made, of crashes of the work as well
     */
    CheckCrashes(TrialSetup setup, Checks<Optional<CheckFailure>> checks) {
        this.setup = setup;
        this.checks = checks;
    }

    /**
     * Crashes a check that has passed.
     *
     * @param index number of the case
     * @param pair the only point that is wanted
     * @param state what the check found
     * @param recovery what the check did
     * @return the first failure
     */
    Optional<AssertionError> of(
            CrashCase each, int index, Optional<String> pair, CrashState state, RecordedRun recovery)
            throws IOException, InterruptedException {
        if (recovery.unknown().or(recovery::mapped).isPresent()) {
            if (pair.isPresent()) {
                throw new IllegalArgumentException("the check of crash " + each.key() + " cannot be crashed at "
                        + pair.get() + ", since its recording does not tell what it writes: "
                        + recovery.unknown().or(recovery::mapped).orElseThrow());
            }
            setup.summary().addUnseenCheck();
            return Optional.empty();
        }
        for (Second second : chosen(seconds(each, recovery), index, pair)) {
            Optional<AssertionError> failure = at(second, each, state);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    /**
     * A crash of a check.
     *
     * @param key after that of the first crash
     * @param point of the check
     * @param loss with it
     * @param run that is rebuilt
     * @param place in that run
     */
    private record Second(String key, CrashPoint point, Unsynced loss, RecordedRun run, Rebuild.Point place) {}

    /**
     * With the loss of the first crash; and if that has lost nothing, with the other losses of the plan as well, which then
     * concern what neither the run nor the check has forced.
     */
    private List<Second> seconds(CrashCase each, RecordedRun recovery) throws IOException {
        Optional<RecordedRun> both = setup.states().followedBy(each, recovery);
        List<Second> all = new ArrayList<>();
        for (CrashPoint point : new Points(recovery, setup.options().seed()).atOperations()) {
            all.add(new Second(point.id(), point, each.loss(), recovery, point.place()));
            for (Unsynced loss : setup.options().losses()) {
                if (both.isPresent() && loss != each.loss()) {
                    String key = point.id() + "-" + CrashCase.of(point, loss).how();
                    all.add(new Second(key, point, loss, both.get(), later(point.place(), both.get(), recovery)));
                }
            }
        }
        return all;
    }

    /** The same operation after those of the first run. */
    private static Rebuild.Point later(Rebuild.Point place, RecordedRun both, RecordedRun recovery) {
        int before = both.operations().size() - recovery.operations().size();
        return new Rebuild.Point(before + place.operation(), place.cut());
    }

    private List<Second> chosen(List<Second> all, int index, Optional<String> pair) throws InterruptedException {
        if (pair.isPresent()) {
            setup.budget().takeOne(index, all.size());
            return List.of(named(pair.get(), all));
        }
        int most = setup.budget().take(index, all.size());
        return Selection.evenly(all, most, setup.options().seed());
    }

    private static Second named(String pair, List<Second> all) {
        return all.stream()
                .filter(second -> second.key().equals(pair))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("after '+' the system property "
                        + MultiProcessOptions.CRASH + " must name a crash of this check: '" + pair + "', and it has "
                        + all.size() + " crashes, from " + all.get(0).key() + " to "
                        + all.get(all.size() - 1).key()));
    }

    private Optional<AssertionError> at(Second second, CrashCase each, CrashState state)
            throws IOException, InterruptedException {
        String key = each.key() + "+" + second.key();
        Path found = setup.found(key);
        CrashCase crash = CrashCase.of(second.point(), second.loss());
        CrashState left = StateMaker.rebuilt(
                second.run(), second.place(), crash, setup.options().seed(), found);
        String digest = DirectoryDigest.of(found, state.promised());
        String when = CrashTexts.when(each) + ", and one of the check "
                + second.point().words();
        Optional<CompletableFuture<Optional<CheckFailure>>> first = checks.claim(digest);
        if (first.isPresent()) {
            OwnTree.delete(found);
            // That one waits for nothing but its check.
            return Checks.join(first.get()).map(failure -> setup.failure(CrashTexts.equal(when, failure.key()), null));
        }
        Path again = CrashFiles.checked(found);
        Rebuild.copy(found, again);
        Optional<CheckFailure> failed =
                checks.run(digest, key, () -> setup.check(key, again, state.promised(), Optional.empty()));
        if (failed.isEmpty()) {
            OwnTree.delete(again);
            OwnTree.delete(found);
            return Optional.empty();
        }
        List<String> lost =
                Stream.concat(state.lost().stream(), left.lost().stream()).toList();
        CrashState both = new CrashState(state.promised(), lost, state.thrown(), state.otherWay());
        String text =
                CrashTexts.failure(key, when, both, failed.get(), found, FoundFiles.of(found), again, Optional.empty());
        return Optional.of(setup.failure(text, failed.get().own()));
    }
}
