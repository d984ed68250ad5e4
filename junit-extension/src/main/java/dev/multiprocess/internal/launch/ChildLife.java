package dev.multiprocess.internal.launch;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.internal.jvm.StartedJvm;
import dev.multiprocess.internal.link.AwaitedLink;
import dev.multiprocess.internal.link.JobFile;
import dev.multiprocess.internal.link.LinkOwner;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.os.ProcessStat;
import dev.multiprocess.internal.os.ProcessTree;
import dev.multiprocess.internal.os.Signals;
import dev.multiprocess.internal.report.Ending;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What is known of one child, from its start to its end: what it said on its link, and how its process ended. Both come
 * together in {@link #conclude()}, which runs once, or again if memory has run out over it.
 *
 * <p>Guarded by the lock of its scope.
 */
final class ChildLife implements LinkOwner {

    private static final System.Logger LOG = System.getLogger(ChildLife.class.getName());
    private static final long DUMP_SECONDS = 5;
    private static final long OUTPUT_MILLIS = 1_000;
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    private final Child<?> child;
    private final TestScope scope;
    private final Process process;
    private final Optional<ProcessIdentity> identity;
    private final ChildOutput output;
    private final Optional<JobFile> jobFile;
    private final Optional<AwaitedLink> awaited;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<ExitStatus> onExit = new CompletableFuture<>();

    private final Pausing pausing;
    private final TimeLimits limits;
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private final List<ProcessTree> trees = new ArrayList<>();
    private LinkServer link;
    private long runningAfterNanos = -1;
    private byte[] result;
    private byte[] thrown;
    private String exitStack;
    private String lingering;
    private String linkEnd;
    private boolean stopping;
    private boolean killing;
    private boolean interrupting;
    private boolean givenUp;
    private Ending ending;
    private long endedNanos;

    ChildLife(Child<?> child, StartedJvm launched, ChildOutput output) {
        this.child = child;
        this.scope = child.scope();
        this.process = launched.process();
        jobFile = launched.jobFile();
        awaited = launched.awaited();
        this.output = output;
        identity = launched.identity();
        pausing = new Pausing(child, Signals.SYSTEM);
        limits = new TimeLimits(child);
    }

    /** Begins to watch; separate from construction, since the answer may come at once. */
    void watch() throws IOException {
        // First, so that its end is seen whatever comes next.
        process.onExit().thenRunAsync(this::conclude, scope.run().persistent());
        limits.childStarts();
        output.drain(process);
    }

    /** Sets a timer that ends with the child. */
    void later(Duration delay, Runnable action) {
        if (scope.abort().isSuspended()) {
            return;
        }
        ScheduledFuture<?> timer = scope.run().later(delay, action);
        boolean ended = scope.locked(() -> {
            timers.add(timer);
            return ending != null;
        });
        if (ended) {
            timer.cancel(false);
        }
    }

    // ---- what the child says; called by the thread that reads its link

    @Override
    public String name() {
        return child.name();
    }

    /** Gives the child its job, unless it is dead or has it. */
    @Override
    public boolean connected(LinkServer opened) {
        return scope.locked(() -> {
            if (ending != null || link != null) {
                return false;
            }
            link = opened;
            if (interrupting) {
                // Before the task can begin.
                opened.interrupt();
            }
            if (jobFile.isPresent()) {
                opened.begin();
            } else {
                opened.send(child.plan.job());
            }
            return true;
        });
    }

    @Override
    public void ready() {
        // It had been waiting for its job before it became this child.
    }

    @Override
    public void taken() {
        // The thread that starts it may go on later than its task, which can ask for the children of its test.
        scope.add(child);
    }

    @Override
    public void noted(String text) {
        scope.run().workers().execute(() -> LaunchRecord.add(child.plan, "note", text));
    }

    @Override
    public void started() {
        scope.change(() -> runningAfterNanos = System.nanoTime() - startNanos);
        limits.taskBegins();
    }

    @Override
    public void returned(byte[] bytes) {
        scope.change(() -> result = bytes);
        taskEnded();
    }

    @Override
    public void threw(byte[] bytes) {
        scope.change(() -> thrown = bytes);
        taskEnded();
    }

    @Override
    public void exiting(String caller) {
        scope.change(() -> exitStack = caller);
        taskEnded();
    }

    private void taskEnded() {
        later(child.plan.options().stopGrace(), this::endLingering);
    }

    @Override
    public void called(int call, byte[] invocation) {
        LinkServer caller = scope.locked(() -> link);
        scope.run()
                .workers()
                .execute(
                        () -> scope.run().calls().carryOut(scope.serializer(), child.number, caller, call, invocation));
    }

    @Override
    public void closed(String reason) {
        Optional<ProcessStat> stat = ProcessStat.of(process.pid());
        if (stat.isEmpty()) {
            // Gone, or going where the operating system does not tell that: it soon is, or has lost its link.
            later(LAST_MOMENT, () -> lost(reason));
        } else if (!stat.get().isEnding()) {
            lost(reason);
        }
    }

    /** Ends a child that lives and has no link: what it does cannot be known, nor can it be asked to end. */
    private void lost(String reason) {
        boolean atWork = scope.locked(() -> {
            linkEnd = isAtWork() ? reason : null;
            return linkEnd != null;
        });
        if (atWork) {
            scope.run().workers().execute(this::killForItself);
        }
    }

    // ---- what the test does to it

    /** Interrupts the child's task since its test has failed; what it throws from now on tells nothing more. */
    void giveUp() {
        Optional<LinkServer> opened = link();
        scope.change(() -> givenUp = ending == null && thrown == null);
        opened.ifPresent(LinkServer::interrupt);
    }

    boolean wasGivenUp() {
        return givenUp;
    }

    /** Asks the child to end, without waiting. */
    void askToStop() {
        LinkServer opened = scope.locked(() -> {
            stopping |= ending == null;
            return link;
        });
        if (opened != null) {
            opened.stop();
        } else {
            process.toHandle().destroy();
        }
        remember();
        resumeToObey();
    }

    /** Interrupts the task, or will when it begins. */
    void interrupt() {
        LinkServer opened = scope.locked(() -> {
            interrupting |= ending == null;
            return link;
        });
        if (opened != null) {
            opened.interrupt();
        }
    }

    /** Asks a child that is up what it does, and interrupts its task then; does not wait for either. */
    void interruptAfter(Consumer<String> threads) {
        LinkServer opened = scope.locked(() -> link);
        // In this order on the link: the answer is of the moment before, and comes before the task can end by it.
        opened.threadDump().thenAccept(threads);
        opened.interrupt();
    }

    /** Has the child write what tools have collected in it; completed when it has, or cannot. */
    CompletableFuture<?> save() {
        LinkServer opened = scope.locked(() -> ending == null ? link : null);
        // Paused, it would only let everybody wait.
        return opened == null || pausing.isPaused()
                ? CompletableFuture.completedFuture(null)
                : opened.save().exceptionally(childIsGone -> null);
    }

    /** Kills the child for a reason of its own, not of the test's. */
    void killForItself() {
        Stopping.awaitSaved(List.of(child));
        remember();
        process.toHandle().destroyForcibly();
    }

    /** A child that is paused cannot obey. */
    private void resumeToObey() {
        try {
            pausing.resumeIfPaused();
        } catch (IllegalStateException e) {
            LOG.log(Level.WARNING, "{0}; it will be killed after the stop grace", e.getMessage());
        }
    }

    /** Kills the child, without waiting. */
    void kill() {
        scope.change(() -> killing |= ending == null);
        remember();
        process.toHandle().destroyForcibly();
    }

    /** Remembers what the child has started, before it dies and they cannot be found from it any more. */
    private void remember() {
        ProcessTree tree = new ProcessTree(process.toHandle());
        scope.change(() -> trees.add(tree));
    }

    String threadDump() {
        if (!hasEnded() && pausing.isPaused()) {
            throw new IllegalStateException(child + " is paused and cannot tell its threads");
        }
        LinkServer opened = scope.locked(() -> ending == null ? link : null);
        if (opened == null) {
            throw new IllegalStateException(
                    child + " " + (hasEnded() ? ending.describe() : "is not up yet") + "; it has no threads to show");
        }
        try {
            return opened.threadDump().get(DUMP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(child + " did not tell its threads within " + DUMP_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while child '" + child.name() + "' was asked for its threads", e);
        }
    }

    // ---- its end

    /** Ends a JVM whose task has ended, but which lives on, and keeps what it does for the message. */
    private void endLingering() {
        if (!scope.locked(() -> ending == null)) {
            return;
        }
        String dump = child.dumpOrReason();
        Stopping.awaitSaved(List.of(child));
        scope.change(() -> lingering = dump);
        process.toHandle().destroyForcibly();
    }

    private void conclude() {
        int code = process.exitValue();
        pausing.ended();
        output.awaitEnd(OUTPUT_MILLIS);
        awaited.ifPresent(listened -> listened.link().drainAndClose());
        LinkServer opened = scope.locked(() -> link);
        if (opened != null) {
            opened.drainAndClose();
        }
        jobFile.ifPresent(this::discard);
        boolean crashReported = Files.exists(child.crashFile());
        Ending decided = scope.locked(() -> Ending.of(known(code, crashReported)));
        scope.run().ended(child, decided.isWellForQueues());
        LaunchRecord.add(child.plan, "ended", decided.describe());
        scope.change(() -> {
            ending = decided;
            endedNanos = System.nanoTime();
            scope.starting().nameIsFree(child.name());
            timers.forEach(timer -> timer.cancel(false));
        });
        if (decided.hasIgnoredStop() && !givenUp) {
            LOG.log(Level.WARNING, "{0} {1}", child, decided.describe());
        }
        onExit.complete(decided.status());
        scope.lookForFailure();
    }

    private Ending.Exit saidOfExit() {
        if (exitStack == null) {
            return Ending.Exit.NONE;
        }
        return exitStack.equals(BY_SIGNAL) ? Ending.Exit.BY_SIGNAL : Ending.Exit.CALLED;
    }

    private void discard(JobFile file) {
        try {
            file.delete();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the job of {0} goes with its directory: {1}", child, e.toString());
        }
    }

    private Ending.Known known(int code, boolean crashReported) {
        return new Ending.Known(
                code,
                hasBegun(),
                result != null ? Ending.Task.RETURNED : thrown != null ? Ending.Task.THREW : Ending.Task.UNENDED,
                saidOfExit(),
                stopping,
                killing,
                lingering != null,
                crashReported,
                Optional.ofNullable(linkEnd),
                child.plan.options().stopGrace());
    }

    // ---- what is known

    /** Empty if it had ended before it could be looked at. */
    Optional<ProcessIdentity> identity() {
        return identity;
    }

    /** What it had started when it was stopped or killed, itself included. */
    List<ProcessTree> trees() {
        return scope.locked(() -> List.copyOf(trees));
    }

    /** Whether it was ended in a way that left it no chance to end what it had started. */
    boolean wasKilled() {
        return scope.locked(
                () -> ending != null && (killing || ending.status().signal().isPresent()));
    }

    Process process() {
        return process;
    }

    Pausing pausing() {
        return pausing;
    }

    /** Empty while it is not up, and when it has ended. */
    Optional<LinkServer> link() {
        return scope.locked(() -> ending == null ? Optional.ofNullable(link) : Optional.empty());
    }

    /** Whether its task runs, and nothing has begun that ends it. */
    boolean isAtWork() {
        return scope.locked(() -> ending == null
                && hasBegun()
                && result == null
                && thrown == null
                && exitStack == null
                && !stopping
                && !killing
                && process.isAlive());
    }

    ChildOutput output() {
        return output;
    }

    CompletableFuture<ExitStatus> onExit() {
        return onExit;
    }

    /** Whether its task has begun, at whatever time. */
    boolean hasBegun() {
        return runningAfterNanos >= 0;
    }

    /** Whether it lives and its task has not begun. */
    boolean isStarting() {
        return scope.locked(() -> !hasBegun() && ending == null);
    }

    /** Whether its task has begun and is not known to be over. */
    boolean isInItsTask() {
        return scope.locked(
                () -> hasBegun() && result == null && thrown == null && exitStack == null && ending == null);
    }

    boolean hasEnded() {
        return ending != null;
    }

    /** When it ended, by the clock of {@link System#nanoTime()}. */
    long endedNanos() {
        return endedNanos;
    }

    /** {@code null} while it lives. */
    Ending ending() {
        return ending;
    }

    /** {@code null} while it lives. */
    ExitStatus exit() {
        return ending == null ? null : ending.status();
    }

    /** What its task returned, serialized; {@code null} if it has not. */
    byte[] result() {
        return result;
    }

    /** What its task threw, serialized; {@code null} if it has not. */
    byte[] thrown() {
        return thrown;
    }

    TimeLimits limits() {
        return limits;
    }

    boolean wasInterruptedByTest() {
        return interrupting;
    }

    boolean wasKilledByTest() {
        return killing;
    }

    Optional<String> exitStack() {
        return Optional.ofNullable(exitStack);
    }

    Optional<String> lingering() {
        return Optional.ofNullable(lingering);
    }

    /** From the start of the process to the begin of the task. */
    Optional<Duration> bootTime() {
        return runningAfterNanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(runningAfterNanos));
    }
}
