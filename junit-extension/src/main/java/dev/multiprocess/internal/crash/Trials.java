package dev.multiprocess.internal.crash;

import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.cases.CrashCase;
import dev.multiprocess.internal.cases.Instants;
import dev.multiprocess.internal.cases.RecordedRun;
import dev.multiprocess.internal.crashed.CrashAt;
import dev.multiprocess.internal.os.OwnTree;
import dev.multiprocess.internal.record.DirectoryDigest;
import dev.multiprocess.internal.record.Rebuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Tries cases: makes the directory of each, and checks it, unless an equal one was. Thread-safe. */
final class Trials {

    private final TrialSetup setup;
    private final Checks<Verdict> verdicts = new Checks<>();

    /** Without crashes of the checks themselves, so that these may wait for each other's results. */
    private final Checks<Optional<CheckFailure>> checks = new Checks<>();

    private final CheckCrashes checkCrashes;
    private final AtomicBoolean searched = new AtomicBoolean();

    Trials(TrialSetup setup) {
        this.setup = setup;
        checkCrashes = new CheckCrashes(setup, checks);
    }

    /**
     * Tries a case.
     *
     * @param index its number among those that are tried
     * @param pair the only crash of its check that is wanted; empty for as many as there may be
     */
    Verdict of(CrashCase each, int index, Optional<String> pair) {
        try {
            Verdict verdict = tryOut(each, index, pair);
            setup.summary().add(index, each, verdict);
            return verdict;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "crash " + each.key() + " cannot be made below " + setup.directory() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessInterruptedException("interrupted in the check of crash " + each.key(), e);
        }
    }

    private Verdict tryOut(CrashCase each, int index, Optional<String> pair) throws IOException, InterruptedException {
        Path found = setup.found(each.key());
        CrashState state = setup.states().make(each, found);
        if (state.otherWay().isPresent()) {
            setup.summary().addOtherWay(each.key());
        }
        String digest = DirectoryDigest.of(found, state.promised());
        Optional<CompletableFuture<Verdict>> first = verdicts.claim(digest);
        if (first.isPresent()) {
            // Before the wait: the first one may wait for this decision.
            setup.budget().skip(index);
            OwnTree.delete(found);
            return equal(each, Checks.join(first.get()));
        }
        return verdicts.run(digest, each.key(), () -> checked(each, index, pair, state, digest));
    }

    private Verdict equal(CrashCase each, Verdict first) {
        String text = CrashTexts.equal(CrashTexts.when(each), first.key());
        return new Verdict(first.key(), first.failure().map(none -> setup.failure(text, null)));
    }

    private Verdict checked(CrashCase each, int index, Optional<String> pair, CrashState state, String digest)
            throws IOException, InterruptedException {
        Path found = setup.found(each.key());
        Path checked = CrashFiles.checked(found);
        Optional<Path> log = setup.options().inCheck() ? Optional.of(CrashFiles.log(found)) : Optional.empty();
        Rebuild.copy(found, checked);
        Checks.Action<Optional<CheckFailure>> check = () -> setup.check(each.key(), checked, state.promised(), log);
        // A crash of another check may have left the same; but this check is to be recorded.
        boolean isFirst = checks.claim(digest).isEmpty();
        Optional<CheckFailure> failed = isFirst ? checks.run(digest, each.key(), check) : check.run();
        if (failed.isPresent()) {
            String text = CrashTexts.failure(
                    each.key(),
                    CrashTexts.when(each),
                    state,
                    failed.get(),
                    found,
                    FoundFiles.of(found),
                    checked,
                    window(each));
            return new Verdict(
                    each.key(), Optional.of(setup.failure(text, failed.get().own())));
        }
        OwnTree.delete(checked);
        if (log.isPresent()) {
            RecordedRun recovery = RecordedRun.read(found, log.get());
            Files.delete(log.get());
            Optional<AssertionError> crashed = checkCrashes.of(each, index, pair, state, recovery);
            if (crashed.isPresent()) {
                return new Verdict(each.key(), crashed);
            }
        }
        OwnTree.delete(found);
        return new Verdict(each.key(), Optional.empty());
    }

    /** For the first instant that fails, in which part of the run others do. */
    private Optional<String> window(CrashCase each) throws IOException {
        if (!(each.point().kill() instanceof CrashAt.Instant instant) || !searched.compareAndSet(false, true)) {
            return Optional.empty();
        }
        AtomicInteger number = new AtomicInteger();
        Instants.Window window = Instants.search(
                instant.nanos(),
                0,
                setup.nanos(),
                Instants.BUDGET,
                nanos -> fails(each, number.incrementAndGet(), nanos));
        return Optional.of(CrashTexts.window(window));
    }

    private boolean fails(CrashCase like, int number, long nanos) throws IOException {
        CrashCase probe = CrashCase.of(like.point().atInstant(like.point().id() + "-" + number, nanos), like.loss());
        Path found = setup.found(probe.key());
        CrashState state = setup.states().make(probe, found);
        try {
            return setup.check(probe.key(), found, state.promised(), Optional.empty())
                    .isPresent();
        } finally {
            OwnTree.delete(found);
        }
    }
}
