package dev.multiprocess.internal.crash;

import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.cases.CrashCase;
import dev.multiprocess.internal.cases.RecordedRun;
import dev.multiprocess.internal.crashed.CrashAt;
import dev.multiprocess.internal.os.OwnTree;
import dev.multiprocess.internal.record.Operation;
import dev.multiprocess.internal.record.Rebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the directory that a crash has left: from the recording, or by a run that dies. Thread-safe. */
final class StateMaker {

    private final CrashChildren children;
    private final CrashTests.Work work;
    private final Path start;
    private final RecordedRun recorded;
    private final boolean killed;
    private final long seed;

    /**
     * For one plan.
     *
     * @param start the directory before each run, which stays as it is
     * @param recorded the run that the points come from
     * @param killed whether each point is a run
     */
    StateMaker(
            CrashChildren children, CrashTests.Work work, Path start, RecordedRun recorded, boolean killed, long seed) {
        this.children = children;
        this.work = work;
        this.start = start;
        this.recorded = recorded;
        this.killed = killed;
        this.seed = seed;
    }

    /**
     * Makes one.
     *
     * @param target does not exist; what a run needs is made beside it, and removed
     */
    CrashState make(CrashCase each, Path target) throws IOException {
        if (each.fault().isEmpty() && !isKilled(each)) {
            return rebuilt(recorded, each.point().place(), each, seed, target);
        }
        Path run = CrashFiles.run(target);
        Path log = CrashFiles.log(target);
        Rebuild.copy(start, run);
        CrashAt at = each.point().kill();
        if (each.fault().isPresent()) {
            children.work("run-" + each.key(), work, run, log, at);
        } else {
            children.killed("run-" + each.key(), work, run, log, at);
        }
        RecordedRun own = RecordedRun.read(start, log);
        CrashState state = ofRun(own, each, run, target);
        Files.delete(log);
        OwnTree.delete(run);
        return state;
    }

    /**
     * Returns what a run did up to a crash that has lost nothing, and what came after it, as one: what neither has forced may
     * still be lost.
     *
     * @param next what the check did
     * @return empty if the crash has lost something, or its run was not the recorded one
     */
    Optional<RecordedRun> followedBy(CrashCase each, RecordedRun next) throws IOException {
        boolean known = each.fault().isEmpty() && each.loss() == Unsynced.NONE && !isKilled(each);
        return known ? Optional.of(recorded.followedBy(start, each.point().place(), next)) : Optional.empty();
    }

    private boolean isKilled(CrashCase each) {
        return killed && each.loss() == Unsynced.NONE || each.point().isInstant();
    }

    /** What a run that was really made has left. */
    private CrashState ofRun(RecordedRun own, CrashCase each, Path run, Path target) throws IOException {
        Optional<String> otherWay = otherWay(own, each);
        CrashState state;
        if (each.fault().equals(Optional.of(IoFault.failedForce()))) {
            own.rebuild().makeAfterFailedForces(target);
            state = new CrashState(
                    own.promisedBefore(own.end()),
                    words(own, own.rebuild().lostByFailedForces()),
                    own.thrown(),
                    otherWay);
        } else if (each.loss() == Unsynced.NONE) {
            Files.move(run, target);
            state = new CrashState(own.promisedBefore(own.end()), List.of(), own.thrown(), otherWay);
        } else {
            CrashState rebuilt = rebuilt(own, own.end(), each, seed, target);
            state = new CrashState(rebuilt.promised(), rebuilt.lost(), own.thrown(), otherWay);
        }
        return state;
    }

    /** Makes a directory from a recording. */
    static CrashState rebuilt(RecordedRun run, Rebuild.Point point, CrashCase each, long seed, Path target)
            throws IOException {
        Rebuild.Loss loss = Rebuild.Loss.valueOf(each.loss().name());
        long own = seed + each.point().id().hashCode();
        run.rebuild().make(point, loss, own, target);
        List<String> lost = words(run, run.rebuild().lost(point, loss, own));
        return new CrashState(run.promisedBefore(point), lost, Optional.empty(), Optional.empty());
    }

    private static List<String> words(RecordedRun run, List<Rebuild.Lost> lost) {
        return lost.stream()
                .map(each -> (each.partly() ? "a part of the " : "the ") + run.placed(each.operation()))
                .toList();
    }

    /** Where a run differs from the recorded one, up to where it died; an instant is nowhere in that. */
    private Optional<String> otherWay(RecordedRun own, CrashCase each) {
        if (each.point().isInstant()) {
            return Optional.empty();
        }
        int end =
                each.fault().isPresent() ? placeOf(each) : each.point().place().operation();
        for (int i = 0; i < end; i++) {
            String expected = recorded.words().get(i);
            if (i >= own.words().size()) {
                return Optional.of("it ended before operation " + (i + 1) + ", in the recorded run " + expected);
            }
            String actual = own.words().get(i);
            if (!actual.equals(expected)) {
                return Optional.of(
                        "its operation " + (i + 1) + " was " + actual + ", and in the recorded run " + expected);
            }
        }
        return Optional.empty();
    }

    /** The operation that was to fail. */
    private int placeOf(CrashCase each) {
        long number = ((CrashAt.Fault) each.point().kill()).number();
        List<Operation> operations = recorded.operations();
        int place = 0;
        while (operations.get(place).origin().number() < number) {
            place++;
        }
        return place;
    }
}
