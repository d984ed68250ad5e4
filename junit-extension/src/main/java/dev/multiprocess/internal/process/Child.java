package dev.multiprocess.internal.process;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.ExitStatus;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.internal.call.RemoteCalls;
import dev.multiprocess.internal.events.Line;
import dev.multiprocess.internal.events.Moments;
import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.jvm.OutputEncoding;
import dev.multiprocess.internal.jvm.StartedJvm;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import dev.multiprocess.internal.os.OwnDirectory;
import dev.multiprocess.internal.report.ChildFacts;
import dev.multiprocess.internal.report.ChildId;
import dev.multiprocess.internal.report.Demand;
import dev.multiprocess.internal.report.Ending;
import dev.multiprocess.internal.report.Expectation;
import dev.multiprocess.internal.report.FailureTexts;
import dev.multiprocess.internal.report.Outcome;
import dev.multiprocess.internal.report.StitchedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One child of a test, as the test sees it: what the test asks of the child, and asks about it. */
public final class Child<R> implements ChildProcess<R>, Handle, RemoteCalls.OfChild {

    /** What the ids of children begin with. */
    public static final String KIND = "child:";

    private final ChildPlan plan;

    /** Its stack is that of the start; read only if it is to be shown. */
    private final Throwable start = new Throwable();

    private final ChildHost host;
    private final Supplier<ChildProcess<R>> again;
    private final StartedJvm jvm;
    private final ChildLife life;
    private final ChildObjects objects;
    private Demand demand;

    /**
     * A child that is not watched yet.
     *
     * @param again starts another one like it
     */
    public Child(ChildHost host, ChildPlan plan, StartedJvm jvm, Supplier<ChildProcess<R>> again) {
        this.host = host;
        this.plan = plan;
        this.jvm = jvm;
        this.again = again;
        demand = plan.program() ? Demand.OF_PROGRAM : Demand.NONE;
        JvmSpec spec = jvm.start().spec();
        ChildOutput output = new ChildOutput(
                plan.label(), plan.file(".txt"), OutputEncoding.of("stdout", spec), OutputEncoding.of("stderr", spec));
        life = new ChildLife(this, host, plan, jvm, output);
        objects = new ChildObjects(this, host);
    }

    /** The number by which it is known. */
    public int number() {
        return plan.number();
    }

    /** What was known of it before there was a process. */
    public ChildPlan plan() {
        return plan;
    }

    /** What is known of it. */
    public ChildLife life() {
        return life;
    }

    /** What it shares. */
    public ChildObjects objects() {
        return objects;
    }

    @Override
    public String handleId() {
        return KIND + plan.number();
    }

    @Override
    public String name() {
        return plan.name();
    }

    @Override
    public long pid() {
        return life.process().pid();
    }

    @Override
    public boolean isAlive() {
        return !life.hasEnded() && life.process().isAlive();
    }

    public boolean isDaemon() {
        return plan.process().isDaemon();
    }

    public boolean hasEnded() {
        return life.hasEnded();
    }

    /** Whether its task has returned and its threads live on, as they are meant to; called with the lock held. */
    boolean serves() {
        return life.state().livesOn() && (isDaemon() || isToRun());
    }

    /** Whether its task is over, as far as its test waits for that; called with the lock held. */
    boolean isDone() {
        return hasEnded() || serves();
    }

    @Override
    public void awaitRunning() {
        String what = "child '" + name() + "' to run";
        host.await(what, () -> List.of(this), () -> life.hasBegun() || hasEnded(), Long.MAX_VALUE);
        if (!life.hasBegun()) {
            throwIfFailed();
            throw thrown(missed());
        }
    }

    /** Notes that the test sees a failure, and where. */
    private RuntimeException thrown(RuntimeException failure) {
        markThrown();
        StitchedStack.addThrowingCode(failure);
        return failure;
    }

    @Override
    public void join() {
        awaitEnd(Long.MAX_VALUE);
        throwIfFailed();
    }

    @Override
    public boolean join(Duration timeout) {
        if (!awaitEnd(nanos(timeout))) {
            return false;
        }
        throwIfFailed();
        return true;
    }

    /** A caller's timeout; {@link Long#MAX_VALUE} if it is too long to be counted. */
    static long nanos(Duration timeout) {
        Objects.requireNonNull(timeout, "the timeout must not be null");
        return Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
    }

    private boolean awaitEnd(long nanos) {
        return host.await(toEnd(), () -> List.of(this), this::hasEnded, nanos);
    }

    private String toEnd() {
        return "child '" + name() + "' to end";
    }

    private void throwIfFailed() {
        Optional<RuntimeException> failure = failure();
        if (failure.isPresent()) {
            throw thrown(failure.get());
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public R result() {
        host.await(toEnd(), () -> List.of(this), this::isDone, Long.MAX_VALUE);
        throwIfFailed();
        if (said().result().isEmpty()) {
            throw thrown(withoutResult());
        }
        try {
            return (R) host.serializer().read(said().result().orElseThrow());
        } catch (UnreadableObjectException e) {
            throw Outcome.unreadable(facts(), e);
        }
    }

    @Override
    public MatchResult awaitOutput(Pattern pattern) {
        return awaitMatch(pattern, Long.MAX_VALUE).orElseThrow();
    }

    @Override
    public Optional<MatchResult> awaitOutput(Pattern pattern, Duration timeout) {
        return awaitMatch(pattern, nanos(timeout));
    }

    private Optional<MatchResult> awaitMatch(Pattern pattern, long nanos) {
        Objects.requireNonNull(pattern, "the pattern must not be null");
        ChildOutput output = life.output();
        OutputWatch watch = new OutputWatch(pattern, () -> host.change(() -> {}), host::later);
        try {
            output.begin(watch);
            boolean over = host.await(
                    "child '" + name() + "' to write a line with a match of '" + pattern + "'",
                    () -> List.of(this),
                    () -> watch.isOver() || hasEnded(),
                    () -> output.isIdle() && watch.isIdle(),
                    nanos);
            Optional<MatchResult> match = watch.result();
            if (over && match.isEmpty()) {
                throw thrown(unwritten(pattern));
            }
            return match;
        } finally {
            output.end(watch);
        }
    }

    /** The failure of a test that waits for output which this child's end has not brought. */
    private RuntimeException unwritten(Pattern pattern) {
        return failure()
                .filter(ChildTimeoutException.class::isInstance)
                .orElseGet(() ->
                        Outcome.unwritten(facts(), said().thrown().isEmpty() ? null : rebuilt(), pattern.toString()));
    }

    @Override
    public ExitStatus awaitExit() {
        awaitEnd(Long.MAX_VALUE);
        host.change(() -> demand = demand.askedFor());
        return knownExit().orElseThrow();
    }

    @Override
    public ExitStatus awaitUnseenExit() {
        awaitEnd(Long.MAX_VALUE);
        return knownExit().orElseThrow();
    }

    @Override
    public void stop() {
        host.stop(List.of(this));
    }

    @Override
    public void kill() {
        life.kill();
        host.awaitDeath(List.of(this));
    }

    /** Kills the child, without waiting. */
    public void killNow() {
        life.kill();
    }

    @Override
    public void interrupt() {
        life.interrupt();
    }

    @Override
    public ChildProcess<R> expectExit(int code) {
        return expect(new Expectation.Exit(code));
    }

    @Override
    public ChildProcess<R> expectKilled() {
        return expect(new Expectation.Killed());
    }

    @Override
    public ChildProcess<R> expectRunningAtEnd() {
        return expect(new Expectation.RunningAtEnd());
    }

    private ChildProcess<R> expect(Expectation expectation) {
        host.change(() -> demand = demand.expecting(expectation));
        life.demandChanged();
        host.lookForFailure();
        return this;
    }

    @Override
    public ChildProcess<R> restart() {
        if (isAlive()) {
            throw new IllegalStateException(this + " is alive; it can be started again when it has ended");
        }
        return again.get();
    }

    @Override
    public void pause() {
        life.pausing().pause();
        life.moments().add(Moments.Kind.PAUSED);
        host.paused();
    }

    @Override
    public void resume() {
        life.pausing().resume();
        life.moments().add(Moments.Kind.RESUMED);
    }

    @Override
    public List<String> output() {
        return life.output().lines();
    }

    /** The last lines of its output, and when they had come. */
    public List<Line> timedOutput() {
        return life.output().timedLines();
    }

    @Override
    public Path outputFile() {
        return life.output().file();
    }

    @Override
    public Path directory() {
        try {
            OwnDirectory.makeBelow(plan.directory());
            return plan.directory();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the directory of child '" + name() + "' cannot be made: " + e.getMessage(), e);
        }
    }

    @Override
    public ProcessQueue<?> queue(String name) {
        return host.queue(Objects.requireNonNull(name, "the name of a queue must not be null"));
    }

    @Override
    public String threadDump() {
        return life.threadDump();
    }

    @Override
    public CompletableFuture<ExitStatus> onExit() {
        return life.onExit().copy();
    }

    /** The frames that are not ours of the thread that started it. */
    private List<StackTraceElement> startedAt() {
        return StitchedStack.withoutOurs(start.getStackTrace());
    }

    // ---- how it went

    /** The failure that this child's end is; empty if it ended well, or as the test asked, or lives. */
    public Optional<RuntimeException> failure() {
        return host.locked(() -> outcome().failure(this::facts, this::rebuilt));
    }

    void markThrown() {
        host.change(() -> demand = demand.thrownAtTest());
    }

    /** What its end means for the test. */
    private Outcome outcome() {
        return new Outcome(
                life.ending(),
                life.state().said().thrown().isPresent(),
                isDaemon(),
                life.state().isKilled(),
                life.state().isInterrupted(),
                life.state().isGivenUp(),
                life.limits().known(),
                demand);
    }

    /** The failure of a test that asks for a result that this child has not returned. */
    private RuntimeException withoutResult() {
        return Outcome.withoutResult(facts(), said().thrown().isEmpty() ? null : rebuilt());
    }

    /** The failure of a test that waits for a task that this child has not begun. */
    private RuntimeException missed() {
        return Outcome.missed(facts(), said().thrown().isEmpty() ? null : rebuilt());
    }

    /** Notes that whatever happens to the child from here on comes with the test's end; called with the lock held. */
    public void testEnds() {
        if (!life.hasEnded()) {
            demand = demand.runUntilTheEnd();
        }
    }

    /** Whether its end ends no wait, since it comes with the test's end; called with the lock held. */
    public boolean isToRun() {
        return demand.isToRun();
    }

    /** Leaves it to the caller to say what this child's end means, whatever that is. */
    public void endIsTakenCareOf() {
        host.change(() -> demand = demand.askedFor());
    }

    /** Whether the test has been shown how this child ended. */
    public boolean isSeen() {
        return demand.isSatisfied();
    }

    /** What runs it. */
    public StartedJvm jvm() {
        return jvm;
    }

    /** Where its JVM reports a crash. */
    public Path crashFile() {
        return jvm.start().crashFile();
    }

    public ProcessHandle process() {
        return life.process().toHandle();
    }

    public Optional<ExitStatus> knownExit() {
        return life.ending().map(Ending::status);
    }

    /** The predicate of a sentence; empty while it lives. */
    public Optional<String> howItEnded() {
        return life.ending().map(Ending::describe);
    }

    private ChildState.Said said() {
        return host.locked(() -> life.state().said());
    }

    /** All that is known of it. */
    public ChildFacts facts() {
        return host.locked(() -> new ChildFacts(
                id(),
                plan.test(),
                plan.options().startMethod(),
                said().bootTime(),
                life.limits().known(),
                life.ending(),
                said().exitStack(),
                life.state().lingering(),
                Optional.of(crashFile()).filter(Files::exists),
                Optional.of(jvm.start().heapDump()).filter(Files::exists),
                plan.agents(),
                plan.heapLimit(),
                new ChildFacts.Output(
                        FailureTexts.lastLines(output()),
                        outputFile(),
                        life.output().lost(),
                        OwnFiles.in(plan.directory())),
                startedAt()));
    }

    public ChildId id() {
        return life.id();
    }

    private Throwable rebuilt() {
        try {
            Throwable cause = (Throwable) host.serializer().read(said().thrown().orElseThrow());
            StitchedStack.stitch(cause, StitchedStack.startOf(id(), startedAt()));
            return cause;
        } catch (RuntimeException e) {
            return new IllegalStateException("the exception of child '" + name() + "' could not be read", e);
        }
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
