package dev.multiprocess.internal.crash;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.crash.Unsynced;
import dev.multiprocess.internal.cases.Chosen;
import dev.multiprocess.internal.cases.CrashCase;
import dev.multiprocess.internal.cases.CrashOrder;
import dev.multiprocess.internal.cases.PlanOptions;
import dev.multiprocess.internal.cases.Points;
import dev.multiprocess.internal.cases.RecordedRun;
import dev.multiprocess.internal.crashed.CheckTask;
import dev.multiprocess.internal.crashed.CrashAt;
import dev.multiprocess.internal.os.OwnTree;
import dev.multiprocess.internal.record.DirectoryDigest;
import dev.multiprocess.internal.record.Rebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Records the run of a plan, and finds out what there is to be tried. */
final class PlanBegin {

    private final CrashHost host;
    private final CrashOrder order;
    private final PlanOptions options;
    private final int number;
    private final Path directory;
    private final Path start;

    /**
     * One of a test.
     *
     * @param number among those of the test, from 1
     * @param directory of its files
     */
    PlanBegin(CrashHost host, CrashOrder order, int number, Path directory) {
        this.host = host;
        this.order = order;
        this.number = number;
        options = order.options();
        this.directory = directory;
        start = directory.resolve("start");
    }

    /**
     * Prepares the directory, and runs the work once.
     *
     * @param caller where the plan was made
     */
    RunningPlan record(CrashTests.Check check, List<StackTraceElement> caller) throws IOException {
        // It would fail at each point, after the recording.
        host.requireTransferable(new CheckTask(check, "", List.of(), ""), "check of crash test " + host.test());
        CrashChildren children = new CrashChildren(host, order.process());
        Files.createDirectory(start);
        order.preparation().ifPresent(first -> children.prepare(named("prepare"), first, start));
        Path run = directory.resolve("run");
        Path log = directory.resolve("recording");
        Rebuild.copy(start, run);
        long nanos = children.work(named("run"), order.work(), run, log, new CrashAt.Nowhere());
        RecordedRun recorded = RecordedRun.read(start, log);
        requireReached(recorded);
        requireOperations(recorded);
        boolean killed = options.killed() || isToBeKilled(recorded, run);
        OwnTree.delete(run);

        List<CrashCase> made = Points.cases(recorded, options, nanos).stream()
                .map(each -> number == 1 ? each : each.ofPlan(number))
                .toList();
        Chosen chosen = Chosen.of(made, options, host.test());
        PairBudget budget = new PairBudget(options.pairs(), chosen.cases().size());
        long points = made.stream().map(each -> each.point().id()).distinct().count();
        CrashSummary summary = new CrashSummary(named(host.test()), (int) points, made.size(), chosen, budget);
        StateMaker states = new StateMaker(children, order.work(), start, recorded, killed, options.seed());
        TrialSetup setup = new TrialSetup(states, children, check, directory, options, nanos, budget, summary, caller);
        return new RunningPlan(host, setup, chosen, List.of(named("prepare"), named("run")), start, log);
    }

    /** The first of a test has no number. */
    private String named(String text) {
        return number == 1 ? text : text + "-" + number;
    }

    /** A run that does nothing would make every check pass. */
    private void requireOperations(RecordedRun recorded) {
        if (options.atOperations() && recorded.operations().isEmpty()) {
            throw new MultiProcessConfigurationException("the run of crash test " + host.test()
                    + " must do something to files below the directory that it is given: it did nothing there, and what"
                    + " it does elsewhere is not looked at");
        }
    }

    /** Whether only a real run can tell what is left where nothing is lost; says so. */
    private boolean isToBeKilled(RecordedRun recorded, Path run) throws IOException {
        Optional<String> unknown = recorded.unknown();
        if (unknown.isEmpty() && recorded.mapped().isEmpty()) {
            unknown = difference(recorded, run);
        }
        if (unknown.isPresent() && !options.losses().equals(List.of(Unsynced.NONE))) {
            throw new MultiProcessConfigurationException(
                    "losing must be NONE where the recording does not tell what is in"
                            + " the directory, in crash test " + host.test() + ": losing=" + options.losses()
                            + ", though "
                            + unknown.get());
        }
        Optional<String> reason = unknown.or(recorded::mapped);
        reason.filter(known -> options.losses().contains(Unsynced.NONE) && !options.killed())
                .ifPresent(known -> System.out.println(CrashTexts.kills(host.test(), known)));
        return reason.isPresent();
    }

    /** At the end of the run, between what the recording says and what is there. */
    private Optional<String> difference(RecordedRun recorded, Path run) throws IOException {
        Path end = directory.resolve("end");
        recorded.rebuild().make(recorded.end(), Rebuild.Loss.NONE, 0, end);
        boolean equal = DirectoryDigest.of(run, List.of()).equals(DirectoryDigest.of(end, List.of()));
        OwnTree.delete(end);
        return equal
                ? Optional.empty()
                : Optional.of("native code or another process has changed the directory as well");
    }

    private void requireReached(RecordedRun recorded) {
        List<String> reached = recorded.checkpoints();
        for (String point : options.checkpoints()) {
            if (!reached.contains(point)) {
                throw new MultiProcessConfigurationException("each checkpoint of atCheckpoints must be reached by the"
                        + " run of crash test " + host.test() + ": '" + point + "' was not, "
                        + (reached.isEmpty() ? "the run reached none" : "reached were " + reached));
            }
        }
    }
}
