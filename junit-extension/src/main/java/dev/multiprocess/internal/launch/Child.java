package dev.multiprocess.internal.launch;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ExitStatus;
import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.jvm.OutputEncoding;
import dev.multiprocess.internal.jvm.StartedJvm;
import dev.multiprocess.internal.link.RemoteCalls;
import dev.multiprocess.internal.report.ChildFacts;
import dev.multiprocess.internal.report.ChildId;
import dev.multiprocess.internal.report.Demand;
import dev.multiprocess.internal.report.Ending;
import dev.multiprocess.internal.report.Expectation;
import dev.multiprocess.internal.report.FailureTexts;
import dev.multiprocess.internal.report.Outcome;
import dev.multiprocess.internal.report.StitchedStack;
import dev.multiprocess.internal.serial.Handle;
import dev.multiprocess.internal.serial.UnreadableObjectException;
import dev.multiprocess.internal.start.StartRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One child of a test, as the test sees it: what it asks of the child, and asks about it. */
final class Child<R> implements ChildProcess<R>, Handle, RemoteCalls.OfChild {

    /** What the ids of children begin with. */
    static final String KIND = "child:";

    final int number;
    final ChildPlan plan;

    /** Whose stack is that of the start; read only if it is to be shown. */
    private final Throwable start = new Throwable();

    private final TestScope scope;
    private final StartRequest<R> origin;
    private final StartedJvm launched;
    private final ChildLife life;
    private Demand demand = Demand.NONE;

    Child(TestScope scope, ChildPlan plan, StartRequest<R> origin, StartedJvm launched) {
        this.scope = scope;
        this.origin = origin;
        this.plan = plan;
        number = plan.number();
        this.launched = launched;
        JvmSpec spec = launched.start().spec();
        ChildOutput output = new ChildOutput(
                plan.label(), plan.file(".txt"), OutputEncoding.of("stdout", spec), OutputEncoding.of("stderr", spec));
        life = new ChildLife(this, launched, output);
    }

    /** What is known of it. */
    ChildLife life() {
        return life;
    }

    @Override
    public String handleId() {
        return KIND + number;
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
        return scope.locked(() -> !life.hasEnded()) && life.process().isAlive();
    }

    boolean isDaemon() {
        return plan.process().isDaemon();
    }

    boolean hasEnded() {
        return life.hasEnded();
    }

    @Override
    public void awaitRunning() {
        String what = "child '" + name() + "' to run";
        scope.await(what, List.of(this), () -> life.hasBegun() || hasEnded(), Long.MAX_VALUE);
        if (scope.locked(() -> !life.hasBegun())) {
            throwIfFailed();
            throw missed();
        }
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
        return scope.await("child '" + name() + "' to end", List.of(this), this::hasEnded, nanos);
    }

    private void throwIfFailed() {
        Optional<RuntimeException> failure = failure();
        if (failure.isPresent()) {
            markThrown();
            throw failure.get();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public R result() {
        awaitEnd(Long.MAX_VALUE);
        throwIfFailed();
        if (!hasReturned()) {
            markThrown();
            throw missed();
        }
        try {
            return (R) scope.serializer().read(life.result());
        } catch (UnreadableObjectException e) {
            throw Outcome.unreadable(facts(), e);
        }
    }

    @Override
    public ExitStatus exit() {
        awaitEnd(Long.MAX_VALUE);
        scope.change(() -> demand = demand.askedFor());
        return life.exit();
    }

    @Override
    public ExitStatus awaitExit() {
        awaitEnd(Long.MAX_VALUE);
        return life.exit();
    }

    @Override
    public void stop() {
        scope.stopping().stop(List.of(this));
    }

    @Override
    public void kill() {
        life.kill();
        scope.stopping().awaitEnd(List.of(this), Stopping.DEATH_LIMIT);
    }

    /** Kills the child, without waiting. */
    void killNow() {
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
        scope.change(() -> demand = demand.expecting(expectation));
        scope.lookForFailure();
        return this;
    }

    @Override
    public ChildProcess<R> restart() {
        if (isAlive()) {
            throw new IllegalStateException(this + " is alive; it can be started again when it has ended");
        }
        return scope.start(List.of(origin)).get(0);
    }

    @Override
    public void pause() {
        life.pausing().pause();
        scope.run().hub().paused();
    }

    @Override
    public void resume() {
        life.pausing().resume();
    }

    @Override
    public List<String> output() {
        return life.output().lines();
    }

    @Override
    public Path outputFile() {
        return life.output().file();
    }

    @Override
    public String threadDump() {
        return life.threadDump();
    }

    /** The threads, or why they cannot be told. */
    String dumpOrReason() {
        try {
            return threadDump();
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    @Override
    public CompletableFuture<ExitStatus> onExit() {
        return life.onExit().copy();
    }

    /** The frames of the thread that started it that are not ours. */
    private List<StackTraceElement> startedAt() {
        return StitchedStack.withoutOurs(start.getStackTrace());
    }

    // ---- how it went

    /** The failure that this child's end is; empty if it ended well, or as the test asked, or lives. */
    Optional<RuntimeException> failure() {
        return scope.locked(() -> outcome().failure(this::facts, this::rebuilt));
    }

    void markThrown() {
        scope.change(() -> demand = demand.thrownAtTest());
    }

    /** What its end means for the test. */
    private Outcome outcome() {
        return new Outcome(
                Optional.ofNullable(life.ending()),
                life.thrown() != null,
                isDaemon(),
                life.wasKilledByTest(),
                life.wasInterruptedByTest(),
                life.wasGivenUp(),
                life.limits().known(),
                demand);
    }

    /** The failure of a test that asks for what this child's end has not brought. */
    private RuntimeException missed() {
        return Outcome.missed(facts(), life.thrown() == null ? null : rebuilt());
    }

    /** Says that whatever becomes of the child from here on comes with the test's end; called with the lock held. */
    void testEnds() {
        if (!life.hasEnded()) {
            demand = demand.runUntilTheEnd();
        }
    }

    /** Whether its end ends no wait, since it comes with the test's end; called with the lock held. */
    boolean isToRun() {
        return demand.isToRun();
    }

    /** Whether the test has been shown how this child ended. */
    boolean isSeen() {
        return demand.isSatisfied();
    }

    StartedJvm launched() {
        return launched;
    }

    /** Where its JVM reports a crash. */
    Path crashFile() {
        return launched.start().crashFile();
    }

    /** Where its JVM dumps its heap. */
    Path heapDump() {
        return launched.start().heapDump();
    }

    ProcessHandle process() {
        return life.process().toHandle();
    }

    TestScope scope() {
        return scope;
    }

    Optional<ExitStatus> knownExit() {
        return Optional.ofNullable(life.exit());
    }

    /** Once it has ended. */
    Ending ending() {
        return life.ending();
    }

    /** The predicate of a sentence; empty while it lives. */
    Optional<String> howItEnded() {
        return Optional.ofNullable(life.ending()).map(Ending::describe);
    }

    boolean hasReturned() {
        return life.result() != null;
    }

    /** All that is known of it. */
    ChildFacts facts() {
        return scope.locked(() -> new ChildFacts(
                id(),
                plan.test(),
                plan.options().startMethod(),
                life.bootTime(),
                life.limits().known(),
                Optional.ofNullable(life.ending()),
                life.exitStack(),
                life.lingering(),
                Optional.of(launched.start().crashFile()).filter(Files::exists),
                Optional.of(launched.start().heapDump()).filter(Files::exists),
                plan.agents(),
                new ChildFacts.Output(
                        FailureTexts.lastLines(output()),
                        outputFile(),
                        life.output().lost()),
                startedAt()));
    }

    ChildId id() {
        return new ChildId(number, plan.name(), plan.start(), pid());
    }

    private Throwable rebuilt() {
        try {
            Throwable cause = (Throwable) scope.serializer().read(life.thrown());
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
