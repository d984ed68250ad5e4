package dev.multiprocess.internal.launch;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.ExitStatus;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.link.RemoteCalls;
import dev.multiprocess.internal.reap.ProcessIdentity;
import dev.multiprocess.internal.serial.Handle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One child of a test: what is known of it, from its start to its end. Guarded by the lock of its scope.
 *
 * <p>What the child said on its link and how its process ended come together in {@link #conclude()}, which runs once.
 */
final class Child<R> implements ChildProcess<R>, Handle, Guest, RemoteCalls.OfChild {

    /** What the ids of children begin with. */
    static final String KIND = "child:";

    private static final long DUMP_SECONDS = 5;
    private static final long OUTPUT_MILLIS = 1_000;

    final int number;
    final LaunchRequest request;
    final StackTraceElement[] startedAt = StitchedStack.here();

    private final TestScope scope;
    private final ChildLauncher.Launched launched;
    private final Process process;
    private final ProcessIdentity identity;
    private final ChildOutput output;
    private final Job job;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<ExitStatus> onExit = new CompletableFuture<>();

    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private LinkServer link;
    private long runningAfterNanos = -1;
    private byte[] result;
    private byte[] thrown;
    private String exitCaller;
    private String lingering;
    private boolean stopping;
    private boolean killing;
    private boolean startTimedOut;
    private boolean seen;
    private ExitStatus exit;
    private long endedNanos;

    Child(TestScope scope, LaunchRequest request, ChildLauncher.Launched launched, ChildOutput output, Job job) {
        this.scope = scope;
        this.request = request;
        this.launched = launched;
        process = launched.process();
        this.output = output;
        this.job = job;
        number = request.child();
        // A process that has ended already has no start instant any more; then there is nothing to find again either.
        identity = ProcessIdentity.of(process.toHandle()).orElse(null);
        output.drain(process);
    }

    /** Begins to watch; separate from construction, since the answer may come at once. */
    void watch() {
        process.onExit().thenRunAsync(this::conclude, scope.run().workers());
        Duration startTimeout = request.options().startTimeout();
        later(startTimeout, this::startTimedOut);
    }

    /** Sets a timer that ends with the child. */
    private void later(Duration delay, Runnable action) {
        ScheduledFuture<?> timer = scope.run().later(delay, action);
        boolean ended = scope.locked(() -> {
            timers.add(timer);
            return exit != null;
        });
        if (ended) {
            timer.cancel(false);
        }
    }

    // ---- what the child says; called by the thread that reads links

    /** Gives the child its job, unless it is dead or has it. */
    @Override
    public boolean connected(LinkServer opened) {
        return scope.locked(() -> {
            if (exit != null || link != null) {
                return false;
            }
            link = opened;
            opened.send(job);
            return true;
        });
    }

    @Override
    public void ready() {
        // It had been waiting for its job; that it was there is known by now.
    }

    @Override
    public void noted(String text) {
        scope.run().workers().execute(() -> LaunchRecord.add(request, "note", text));
    }

    @Override
    public void started() {
        scope.change(() -> runningAfterNanos = System.nanoTime() - startNanos);
    }

    @Override
    public void returned(byte[] bytes) {
        scope.change(() -> result = bytes);
        later(request.options().stopGrace(), this::endLingering);
    }

    @Override
    public void threw(byte[] bytes) {
        scope.change(() -> thrown = bytes);
        later(request.options().stopGrace(), this::endLingering);
    }

    @Override
    public void exiting(String caller) {
        scope.change(() -> exitCaller = caller);
        later(request.options().stopGrace(), this::endLingering);
    }

    @Override
    public void called(int call, byte[] invocation) {
        LinkServer caller = scope.locked(() -> link);
        scope.run().workers().execute(() -> scope.run().calls().carryOut(scope.serializer(), caller, call, invocation));
    }

    @Override
    public void closed() {
        // The process's own end is what counts; a child that only closed its link is found at the deadline.
    }

    private void startTimedOut() {
        boolean late = scope.locked(() -> startTimedOut = runningAfterNanos < 0 && exit == null);
        if (late) {
            process.toHandle().destroyForcibly();
        }
    }

    /** Ends a JVM whose task has ended, but which lives on, and keeps what it does for the message. */
    private void endLingering() {
        if (!scope.locked(() -> exit == null)) {
            return;
        }
        String dump = dumpOrReason();
        TestScope.awaitSaved(List.of(this));
        scope.change(() -> lingering = dump);
        process.toHandle().destroyForcibly();
    }

    private void conclude() {
        int code = process.exitValue();
        output.awaitEnd(OUTPUT_MILLIS);
        LinkServer opened = scope.locked(() -> link);
        if (opened != null) {
            opened.drainAndClose();
        }
        ExitStatus status = scope.locked(() -> ExitStatuses.of(code, evidence()));
        // A task that has returned has put all it wanted to, whatever became of its JVM then.
        boolean well = scope.locked(() -> result != null)
                || status.end() == ExitStatus.End.STOPPED
                || status.end() == ExitStatus.End.EXITED && code == 0;
        scope.run().ended(this, identity, well);
        LaunchRecord.add(request, "ended", status.describe());
        scope.change(() -> {
            exit = status;
            endedNanos = System.nanoTime();
            timers.forEach(timer -> timer.cancel(false));
        });
        onExit.complete(status);
        scope.childEnded();
    }

    private ExitStatuses.Evidence evidence() {
        return new ExitStatuses.Evidence(result != null, thrown != null, stopping, Optional.ofNullable(exitCaller));
    }

    // ---- what the test asks

    @Override
    public String handleId() {
        return KIND + number;
    }

    @Override
    public String name() {
        return request.name();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return scope.locked(() -> exit == null) && process.isAlive();
    }

    boolean isDaemon() {
        return request.process().isDaemon();
    }

    boolean hasEnded() {
        return exit != null;
    }

    /** When it ended, by the clock of {@link System#nanoTime()}. */
    long endedNanos() {
        return endedNanos;
    }

    @Override
    public void awaitRunning() {
        scope.await("child '" + name() + "' to run", () -> runningAfterNanos >= 0 || exit != null, Long.MAX_VALUE);
        if (scope.locked(() -> runningAfterNanos < 0)) {
            throwIfFailed();
            throw failed(Failures.childEnded(this, null), null);
        }
    }

    @Override
    public void join() {
        awaitEnd(Long.MAX_VALUE);
        throwIfFailed();
    }

    @Override
    public boolean join(Duration timeout) {
        if (!awaitEnd(Math.max(0, TimeUnit.NANOSECONDS.convert(timeout)))) {
            return false;
        }
        throwIfFailed();
        return true;
    }

    private boolean awaitEnd(long nanos) {
        return scope.await("child '" + name() + "' to end", () -> exit != null, nanos);
    }

    private void throwIfFailed() {
        Optional<RuntimeException> failure = failure();
        if (failure.isPresent()) {
            markSeen();
            throw failure.get();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public R result() {
        awaitEnd(Long.MAX_VALUE);
        throwIfFailed();
        if (result == null) {
            markSeen();
            throw failed(Failures.childEnded(this, null), null);
        }
        return (R) scope.serializer().read(result);
    }

    @Override
    public ExitStatus exit() {
        awaitEnd(Long.MAX_VALUE);
        return scope.locked(() -> {
            seen = true;
            return exit;
        });
    }

    @Override
    public ExitStatus awaitExit() {
        awaitEnd(Long.MAX_VALUE);
        return exit;
    }

    @Override
    public void stop() {
        scope.stop(List.of(this));
    }

    /** Asks the child to end, without waiting. */
    void askToStop() {
        LinkServer opened = scope.locked(() -> {
            stopping |= exit == null;
            return link;
        });
        if (opened != null) {
            opened.stop();
        } else {
            process.toHandle().destroy();
        }
        scope.remember(process);
    }

    @Override
    public void kill() {
        killNow();
        scope.awaitQuietly(() -> exit != null, TestScope.DEATH_LIMIT);
    }

    /** Kills the child, without waiting. */
    void killNow() {
        scope.change(() -> killing |= exit == null);
        scope.remember(process);
        process.toHandle().destroyForcibly();
    }

    /** Has the child write what tools have collected in it; completed when it has, or cannot. */
    CompletableFuture<?> save() {
        LinkServer opened = scope.locked(() -> exit == null ? link : null);
        return opened == null
                ? CompletableFuture.completedFuture(null)
                : opened.save().exceptionally(childIsGone -> null);
    }

    @Override
    public List<String> output() {
        return output.lines();
    }

    @Override
    public Path outputFile() {
        return output.file();
    }

    @Override
    public String threadDump() {
        LinkServer opened = scope.locked(() -> exit == null ? link : null);
        if (opened == null) {
            throw new IllegalStateException("child '" + name() + "' (pid " + pid() + ") "
                    + (hasEnded() ? exit.describe() : "is not up yet") + "; it has no threads to show");
        }
        try {
            return opened.threadDump().get(DUMP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "child '" + name() + "' (pid " + pid() + ") did not tell its threads within " + DUMP_SECONDS + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while child '" + name() + "' was asked for its threads", e);
        }
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
        return onExit.copy();
    }

    // ---- how it went

    /** The failure that this child's end is; empty if it ended well, or as the test asked, or lives. */
    Optional<RuntimeException> failure() {
        return scope.locked(() -> {
            if (exit == null || isExpected()) {
                return Optional.empty();
            }
            if (startTimedOut) {
                ChildTimeoutException late = new ChildTimeoutException(
                        Failures.startTimedOut(this),
                        List.of(name()),
                        request.options().startTimeout());
                late.setStackTrace(StitchedStack.startOf(this));
                return Optional.of(late);
            }
            Throwable cause = thrown == null ? null : rebuilt();
            return Optional.of(failed(Failures.childEnded(this, cause), cause));
        });
    }

    private boolean isExpected() {
        return exit.isSuccess() || exit.end() == ExitStatus.End.STOPPED || killing && thrown == null;
    }

    private ChildFailedException failed(String message, Throwable cause) {
        ChildFailedException failure =
                new ChildFailedException(message, name(), pid(), exit, Failures.lastLines(output()), cause);
        failure.setStackTrace(StitchedStack.startOf(this));
        return failure;
    }

    private Throwable rebuilt() {
        try {
            Throwable cause = (Throwable) scope.serializer().read(thrown);
            StitchedStack.stitch(cause, this);
            return cause;
        } catch (RuntimeException e) {
            return new IllegalStateException("the exception of child '" + name() + "' could not be read", e);
        }
    }

    void markSeen() {
        scope.change(() -> seen = true);
    }

    ChildLauncher.Launched launched() {
        return launched;
    }

    /** Where its JVM reports a crash. */
    Path crashFile() {
        return launched.crashFile();
    }

    Process launchedProcess() {
        return process;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Whether the test has been shown how this child ended. */
    boolean isSeen() {
        return seen;
    }

    TestScope scope() {
        return scope;
    }

    Optional<ExitStatus> knownExit() {
        return Optional.ofNullable(exit);
    }

    Optional<String> exitCaller() {
        return Optional.ofNullable(exitCaller);
    }

    Optional<String> lingering() {
        return Optional.ofNullable(lingering);
    }

    /** Whether the end was our doing, or the test's. */
    boolean wasKilledByTest() {
        return killing || lingering != null;
    }

    boolean hasReturned() {
        return result != null;
    }

    /** From the start of the process to the begin of the task. */
    Optional<Duration> bootTime() {
        return runningAfterNanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(runningAfterNanos));
    }

    @Override
    public String toString() {
        return "child '" + name() + "' (pid " + pid() + ")";
    }
}
