package dev.multiprocess.internal.crash;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Crashes checks at their own file operations, and checks what that leaves. Thread-safe. */
final class CheckCrashes {

    private final TrialSetup setup;
    private final Predicate<String> isChecked;

    /** By their digests, the directories that crashes of checks have left: which crash that was, if its check has failed. */
    private final Map<String, CompletableFuture<Optional<String>>> checked = new ConcurrentHashMap<>();

    /**
     * Of one plan.
     *
     * @param isChecked whether a directory with its promises, by their digest, is left by a crash of the work as well
     */
    CheckCrashes(TrialSetup setup, Predicate<String> isChecked) {
        this.setup = setup;
        this.isChecked = isChecked;
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
            setup.summary().addUnseenCheck();
            return Optional.empty();
        }
        List<CrashPoint> all = new Points(recovery, setup.options().seed()).atOperations();
        for (CrashPoint point : chosen(all, index, pair)) {
            Optional<AssertionError> failure = at(point, each, state, recovery);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private List<CrashPoint> chosen(List<CrashPoint> all, int index, Optional<String> pair)
            throws InterruptedException {
        int most = setup.budget().take(index, all.size());
        return pair.isPresent()
                ? List.of(named(pair.get(), all))
                : Selection.evenly(all, most, setup.options().seed());
    }

    private static CrashPoint named(String pair, List<CrashPoint> all) {
        return all.stream()
                .filter(point -> point.id().equals(pair))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("after '+' the system property "
                        + MultiProcessOptions.CRASH + " must name a crash of this check: '" + pair + "', and it has "
                        + all.size() + " crashes, from 1 to "
                        + all.get(all.size() - 1).id()));
    }

    private Optional<AssertionError> at(CrashPoint point, CrashCase each, CrashState state, RecordedRun recovery)
            throws IOException {
        String key = each.key() + "+" + point.id();
        Path found = setup.found(key);
        CrashState left = StateMaker.rebuilt(
                recovery,
                point.place(),
                CrashCase.of(point, each.loss()),
                setup.options().seed(),
                found);
        String digest = DirectoryDigest.of(found, state.promised());
        if (isChecked.test(digest)) {
            OwnTree.delete(found);
            return Optional.empty();
        }
        String when = CrashTexts.when(each) + ", and one of the check " + point.words();
        CompletableFuture<Optional<String>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<String>> first = checked.putIfAbsent(digest, mine);
        if (first != null) {
            OwnTree.delete(found);
            // That one waits for nothing but its check.
            return first.join().map(failed -> setup.failure(CrashTexts.equal(when, failed), null));
        }
        try {
            Optional<AssertionError> failure = checked(key, when, state, left, found);
            mine.complete(failure.map(none -> key));
            return failure;
        } finally {
            // If there is no result: those that wait for it must not wait for ever.
            mine.completeExceptionally(new IllegalStateException("crash " + key + " could not be checked"));
        }
    }

    private Optional<AssertionError> checked(String key, String when, CrashState state, CrashState left, Path found)
            throws IOException {
        Path again = TrialSetup.checked(found);
        Rebuild.copy(found, again);
        Optional<CheckFailure> failed = setup.check(key, again, state.promised(), Optional.empty());
        if (failed.isEmpty()) {
            OwnTree.delete(again);
            OwnTree.delete(found);
            return Optional.empty();
        }
        List<String> lost =
                Stream.concat(state.lost().stream(), left.lost().stream()).toList();
        CrashState both = new CrashState(state.promised(), lost, state.thrown(), state.otherWay());
        String text = CrashTexts.failure(key, when, both, failed.get(), found, again, Optional.empty());
        return Optional.of(setup.failure(text, failed.get().own()));
    }
}
