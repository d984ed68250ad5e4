package dev.multiprocess.internal.crash;

import dev.multiprocess.internal.cases.Chosen;
import dev.multiprocess.internal.cases.CrashCase;
import dev.multiprocess.internal.os.OwnTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan whose run was recorded: its tests, and what they share. Thread-safe. */
public final class RunningPlan {

    private final CrashHost host;
    private final TrialSetup setup;
    private final Chosen chosen;
    private final List<String> recorded;
    private final Path start;
    private final Path log;
    private final Trials trials;
    private final Ahead<Optional<Verdict>> ahead;

    private volatile boolean handedOut;

    /** When the first case began; 0 before that. */
    private volatile long begunNanos;

    /**
     * Has begun nothing yet.
     *
     * @param recorded names of the children that have prepared the directory and done the work
     * @param start the directory before each run
     * @param log of the recorded run
     */
    RunningPlan(CrashHost host, TrialSetup setup, Chosen chosen, List<String> recorded, Path start, Path log) {
        this.host = host;
        this.setup = setup;
        this.chosen = chosen;
        this.recorded = recorded;
        this.start = start;
        this.log = log;
        trials = new Trials(setup);
        ahead = new Ahead<>(
                chosen.cases().size(),
                Runtime.getRuntime().availableProcessors(),
                host.workers(),
                this::begins,
                this::tryOut,
                setup.budget()::skip);
    }

    /**
     * Returns what its tests are called.
     *
     * @return in their order
     */
    public List<String> names() {
        return chosen.cases().stream().map(CrashCase::displayName).toList();
    }

    /**
     * Runs a test, and a few after it.
     *
     * @param index its number, from 0
     * @return why it was left out, if it was
     * @throws AssertionError if it has failed
     */
    public Optional<String> run(int index) {
        host.liftDeadline();
        Optional<Verdict> verdict = ahead.result(index);
        if (verdict.isEmpty()) {
            return Optional.of("left out, since the time of within had passed when its turn came: within="
                    + setup.options().within().orElseThrow());
        }
        host.show(shown(chosen.cases().get(index).key(), verdict.get()));
        verdict.flatMap(Verdict::failure).ifPresent(failure -> {
            throw failure;
        });
        return Optional.empty();
    }

    /** The check may have run before its test. Of equal crashes one is shown. */
    private List<String> shown(String key, Verdict verdict) {
        if (!key.equals(verdict.key())) {
            return List.of();
        }
        List<String> names = new ArrayList<>(recorded);
        names.add(CrashChildren.checkOf(key));
        return names;
    }

    /** Notes that one of its tests was asked for. */
    public void handOut() {
        handedOut = true;
    }

    /** Whether any of its tests was asked for. */
    boolean isHandedOut() {
        return handedOut;
    }

    /** Whether any of its tests has begun. */
    boolean hasRun() {
        return begunNanos != 0;
    }

    private void begins(int index) {
        if (begunNanos == 0) {
            begunNanos = System.nanoTime();
        }
        setup.budget().begin(index);
    }

    /** Empty if its time has passed. */
    private Optional<Verdict> tryOut(int index) {
        Optional<Duration> within = setup.options().within();
        if (within.isPresent() && System.nanoTime() - begunNanos > within.get().toNanos()) {
            setup.summary().addLate();
            return Optional.empty();
        }
        return Optional.of(trials.of(chosen.cases().get(index), index, chosen.pair()));
    }

    /** Waits for what has begun, and says what was tried. */
    void end() {
        ahead.end();
        if (setup.summary().isEmpty()) {
            return;
        }
        String text = setup.summary().toString();
        System.out.println(text);
        try {
            Files.writeString(setup.directory().resolve("summary.txt"), text + "\n");
            if (setup.summary().isGood()) {
                OwnTree.delete(start);
                Files.delete(log);
            }
        } catch (IOException e) {
            System.out.println("the files of crash test " + host.test() + " cannot be written: " + e);
        }
    }
}
