package dev.multiprocess.internal.process;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.events.Moments;
import dev.multiprocess.internal.jvm.StartedJvm;
import dev.multiprocess.internal.link.AwaitedLink;
import dev.multiprocess.internal.link.JobFile;
import dev.multiprocess.internal.link.LinkOwner;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.os.ProcessStat;
import dev.multiprocess.internal.os.ProcessTree;
import dev.multiprocess.internal.os.Signals;
import dev.multiprocess.internal.report.ChildId;
import dev.multiprocess.internal.report.Ending;
import dev.multiprocess.internal.report.Limits;
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
 * Watches one child from its start to its end, and acts on it. What it says on its link and how its process ends come
 * together in {@link #conclude()}, which runs once, or again if memory has run out during it.
 *
 * <p>Any thread: its state is guarded by the lock of its test.
 */
public final class ChildLife implements LinkOwner, TimeLimits.Limited {

    private static final System.Logger LOG = System.getLogger(ChildLife.class.getName());
    private static final long DUMP_SECONDS = 5;
    private static final long OUTPUT_MILLIS = 1_000;
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    /** How long children that are about to be killed may take to write their coverage; one that hangs never does. */
    private static final Duration SAVE_LIMIT = Duration.ofMillis(500);

    private final Child<?> child;
    private final ChildPlan plan;
    private final ChildHost host;
    private final StartedJvm jvm;
    private final Process process;
    private final ChildOutput output;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<Void> onBegin = new CompletableFuture<>();
    private final CompletableFuture<ExitStatus> onExit = new CompletableFuture<>();

    private final Pausing pausing;
    private final TimeLimits limits;

    private final ChildState state = new ChildState();
    private final Moments moments = new Moments();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private final List<ProcessTree> trees = new ArrayList<>();
    private LinkServer link;

    ChildLife(Child<?> child, ChildHost host, ChildPlan plan, StartedJvm jvm, ChildOutput output) {
        this.child = child;
        this.plan = plan;
        this.host = host;
        this.jvm = jvm;
        this.process = jvm.process();
        this.output = output;
        moments.add(Moments.Kind.STARTED);
        pausing = new Pausing(id(), jvm.identity(), this::howItEnded, Signals.SYSTEM);
        limits = new TimeLimits(
                host,
                this,
                Limits.of(
                        plan.options().startTimeout(),
                        plan.process().softLimit(),
                        plan.process().hardLimit()));
    }

    @Override
    public ChildId id() {
        return new ChildId(plan.number(), plan.name(), plan.start(), process.pid());
    }

    /** Begins to watch; separate from construction, since the answer may come at once. */
    public void watch() throws IOException {
        // First, so that its end is seen whatever happens next.
        process.onExit().thenRunAsync(this::conclude, host.persistent());
        limits.childStarts();
        output.drain(process);
    }

    /** Sets a timer that ends with the child. */
    @Override
    public void later(Duration delay, Runnable action) {
        if (host.isSuspended()) {
            return;
        }
        ScheduledFuture<?> timer = host.later(delay, action);
        boolean ended = host.locked(() -> {
            timers.add(timer);
            return hasEnded();
        });
        if (ended) {
            timer.cancel(false);
        }
    }

    // ---- what the child says; called by the thread that reads its link

    @Override
    public String name() {
        return plan.name();
    }

    /** Gives the child its job, unless it is dead or has it. */
    @Override
    public boolean connected(LinkServer opened) {
        return host.locked(() -> {
            if (hasEnded() || link != null) {
                return false;
            }
            link = opened;
            moments.add(Moments.Kind.UP);
            if (state.isInterrupted()) {
                // Before the task can begin.
                opened.interrupt();
            }
            if (jvm.jobFile().isPresent()) {
                opened.begin();
            } else {
                opened.send(plan.job());
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
        // The thread that starts it may resume later than its task, which can ask for the children of its test.
        host.add(child);
    }

    @Override
    public void noted(String text) {
        host.workers().execute(() -> LaunchRecord.add(plan, "note", text));
    }

    @Override
    public void started() {
        moments.add(Moments.Kind.BEGAN);
        host.change(() -> state.began(Duration.ofNanos(System.nanoTime() - startNanos)));
        onBegin.complete(null);
        limits.taskBegins();
    }

    @Override
    public void returned(byte[] bytes) {
        moments.add(Moments.Kind.RETURNED);
        host.change(() -> state.returned(bytes));
        taskEnded();
    }

    @Override
    public void threw(byte[] bytes) {
        moments.add(Moments.Kind.THREW);
        host.change(() -> state.threw(bytes));
        taskEnded();
    }

    @Override
    public void exiting(String stack) {
        moments.add(Moments.Kind.EXITING);
        host.change(() -> state.exiting(stack));
        taskEnded();
    }

    private void taskEnded() {
        later(plan.options().stopGrace(), this::endLingering);
    }

    /** Looks again whether it may live on, as it may no longer be meant to. */
    void demandChanged() {
        if (is(ChildState.Phase.TASK_OVER)) {
            taskEnded();
        }
    }

    @Override
    public CompletableFuture<Reply> called(CallRequest request) {
        // Whatever it says, it is this child.
        return host.carryOut(
                new CallRequest(plan.number(), request.number(), request.handleId(), request.invocation()));
    }

    @Override
    public void closed(String reason) {
        Optional<ProcessStat> stat = ProcessStat.of(process.pid());
        if (stat.isEmpty()) {
            // Gone, or going where the operating system does not show that: it soon is gone, or has lost its link.
            later(LAST_MOMENT, () -> lost(reason));
        } else if (!stat.get().isEnding()) {
            lost(reason);
        }
    }

    /** Ends a child that lives and has no link: what it does cannot be known, nor can it be asked to end. */
    private void lost(String reason) {
        if (host.locked(() -> state.lose(reason, process.isAlive()))) {
            moments.add(Moments.Kind.LOST);
            host.workers().execute(this::killForItself);
        }
    }

    // ---- what the test does to it

    /** Interrupts the child's task since its test has failed; what it throws from now on has no further meaning. */
    public void giveUp() {
        Optional<LinkServer> opened = link();
        moments.add(Moments.Kind.INTERRUPTED);
        host.change(state::giveUp);
        opened.ifPresent(LinkServer::interrupt);
    }

    /** Asks the child to end, without waiting. */
    public void askToStop() {
        moments.add(Moments.Kind.ASKED_TO_STOP);
        LinkServer opened = host.locked(() -> {
            state.stop();
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

    /** Interrupts the task, at once or when it begins. */
    void interrupt() {
        moments.add(Moments.Kind.INTERRUPTED);
        LinkServer opened = host.locked(() -> {
            state.interrupt();
            return link;
        });
        if (opened != null) {
            opened.interrupt();
        }
    }

    @Override
    public void interruptAfter(Consumer<String> threads) {
        moments.add(Moments.Kind.INTERRUPTED);
        LinkServer opened = host.locked(() -> link);
        // In this order on the link: the answer is from before the interrupt, and comes before the task can end by it.
        opened.threadDump().thenAccept(threads);
        opened.interrupt();
    }

    /** Makes children write what tools have collected in them, and waits for that, but not for long. */
    public static void awaitSaved(List<ChildLife> all) {
        CompletableFuture.allOf(all.stream().map(ChildLife::save).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, SAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Completed when it has, or cannot. */
    private CompletableFuture<?> save() {
        LinkServer opened = link().orElse(null);
        // Paused, it would only make all wait.
        return opened == null || pausing.isPaused()
                ? CompletableFuture.completedFuture(null)
                : opened.save().exceptionally(childIsGone -> null);
    }

    /** Kills the child for a reason of its own, not of the test's. */
    @Override
    public void killForItself() {
        awaitSaved(List.of(this));
        remember();
        moments.add(Moments.Kind.KILLED);
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
        host.change(state::kill);
        remember();
        moments.add(Moments.Kind.KILLED);
        process.toHandle().destroyForcibly();
    }

    /** Remembers what the child has started, before it dies and can no longer lead to them. */
    private void remember() {
        ProcessTree tree = new ProcessTree(process.toHandle());
        host.change(() -> trees.add(tree));
    }

    String threadDump() {
        if (!hasEnded() && pausing.isPaused()) {
            throw new IllegalStateException(id() + " is paused and cannot tell its threads");
        }
        LinkServer opened = link().orElse(null);
        if (opened == null) {
            throw new IllegalStateException(
                    id() + " " + howItEnded().orElse("is not up yet") + "; it has no threads to show");
        }
        try {
            return opened.threadDump().get(DUMP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(id() + " did not tell its threads within " + DUMP_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while child '" + name() + "' was asked for its threads", e);
        }
    }

    @Override
    public String dumpOrReason() {
        try {
            return threadDump();
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    // ---- its end

    /** Ends a JVM that lives on after its task and does not serve, and keeps what it does for the message. */
    private void endLingering() {
        if (!lingers()) {
            return;
        }
        String dump = dumpOrReason();
        awaitSaved(List.of(this));
        // The test may have said meanwhile that it serves.
        boolean still = host.locked(() -> {
            boolean lingers = lingers();
            if (lingers) {
                state.linger(dump);
            }
            return lingers;
        });
        if (still) {
            moments.add(Moments.Kind.KILLED);
            process.toHandle().destroyForcibly();
        }
    }

    private boolean lingers() {
        return host.locked(() -> !hasEnded() && !child.serves());
    }

    private void conclude() {
        moments.add(Moments.Kind.ENDED);
        int code = process.exitValue();
        pausing.ended();
        output.awaitEnd(OUTPUT_MILLIS);
        jvm.awaited().map(AwaitedLink::link).ifPresent(LinkServer::drainAndClose);
        LinkServer opened = host.locked(() -> link);
        if (opened != null) {
            opened.drainAndClose();
        }
        jvm.jobFile().ifPresent(this::discard);
        boolean crashReported = Files.exists(jvm.start().crashFile());
        Ending decided = host.locked(
                () -> Ending.of(state.known(code, crashReported, plan.options().stopGrace())));
        host.ended(child, decided.isWellForQueues());
        LaunchRecord.add(plan, "ended", decided.describe());
        host.change(() -> {
            state.end(decided, System.nanoTime());
            host.over(child);
            timers.forEach(timer -> timer.cancel(false));
        });
        if (decided.hasIgnoredStop() && !host.locked(state::isGivenUp)) {
            LOG.log(Level.WARNING, "{0} {1}", id(), decided.describe());
        }
        onExit.complete(decided.status());
        host.lookForFailure();
    }

    private void discard(JobFile file) {
        try {
            file.delete();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the job of {0} goes with its directory: {1}", id(), e.toString());
        }
    }

    // ---- what is known

    /** Empty if it had ended before it could be looked at. */
    public Optional<ProcessIdentity> identity() {
        return jvm.identity();
    }

    /** What it had started when it was stopped or killed, itself included. */
    public List<ProcessTree> trees() {
        return host.locked(() -> List.copyOf(trees));
    }

    /** Whether it was ended in a way that left it no chance to end what it had started. */
    public boolean wasKilled() {
        return host.locked(state::wasKilled);
    }

    Process process() {
        return process;
    }

    /** What is known of its life, and when. */
    public Moments moments() {
        return moments;
    }

    Pausing pausing() {
        return pausing;
    }

    /** Empty while it is not up, and when it has ended. */
    public Optional<LinkServer> link() {
        return host.locked(() -> Optional.ofNullable(link).filter(opened -> !hasEnded()));
    }

    /** Whether its task has returned and its threads live on, as they are meant to. */
    boolean serves() {
        return host.locked(child::serves);
    }

    /** Whether its task runs, and nothing that ends it has begun. */
    public boolean isAtWork() {
        return host.locked(() -> state.isAtWork(process.isAlive()));
    }

    ChildOutput output() {
        return output;
    }

    /** Completed when its task begins, by the thread that reads its link; never if it ends before that. */
    public CompletableFuture<Void> onBegin() {
        return onBegin;
    }

    public CompletableFuture<ExitStatus> onExit() {
        return onExit;
    }

    /** Whether its task has begun, at whatever time. */
    public boolean hasBegun() {
        return host.locked(state::hasBegun);
    }

    /** Whether it lives and its task has not begun. */
    @Override
    public boolean isStarting() {
        return is(ChildState.Phase.STARTING);
    }

    /** Whether its task has begun and is not known to be over. */
    @Override
    public boolean isInItsTask() {
        return is(ChildState.Phase.IN_TASK);
    }

    boolean hasEnded() {
        return is(ChildState.Phase.ENDED);
    }

    private boolean is(ChildState.Phase phase) {
        return host.locked(() -> state.phase() == phase);
    }

    /** When it ended, by the clock of {@link System#nanoTime()}. */
    public long endedNanos() {
        return host.locked(state::endedNanos);
    }

    /** Empty while it lives. */
    Optional<Ending> ending() {
        return host.locked(state::ending);
    }

    /** The predicate of a sentence; empty while it lives. */
    private Optional<String> howItEnded() {
        return ending().map(Ending::describe);
    }

    /** Whether something besides its own operations will, or may, change what it does. */
    public boolean isEndedFromOutside() {
        return pausing.isPaused() || limits.arePending();
    }

    /** Looked at with the lock held. */
    ChildState state() {
        return state;
    }

    TimeLimits limits() {
        return limits;
    }
}
