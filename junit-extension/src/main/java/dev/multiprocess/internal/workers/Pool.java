package dev.multiprocess.internal.workers;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.call.CallRequest;
import dev.multiprocess.internal.call.Reply;
import dev.multiprocess.internal.child.WorkerTask;
import dev.multiprocess.internal.link.LinkServer;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.os.ProcessTree;
import dev.multiprocess.internal.pool.NeverBegun;
import dev.multiprocess.internal.pool.PoolBackend;
import dev.multiprocess.internal.pool.PoolCalls;
import dev.multiprocess.internal.pool.Submission;
import dev.multiprocess.internal.pool.TaskRequest;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.serial.ObjectCodec;
import dev.multiprocess.internal.task.ActionTask;
import dev.multiprocess.pool.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A pool: a queue of tasks, and workers of which each runs one at a time. Any thread.
 *
 * <p>A worker is a child whose main thread carries out calls, one for each task. {@link PoolPlan} decides which worker gets
 * which task, and {@link TaskEnds} ends those that take too long or are not wanted any more.
 *
 * <p>The thread that reads the link of a worker holds the link's lock when it brings an answer. So it gives that worker its
 * next task, and leaves everything that concerns others to other threads; and no link is used with the lock of the pool held.
 */
public final class Pool implements PoolBackend, Handle, PoolCalls {

    /** What the ids of pools begin with. */
    public static final String KIND = "pool:";

    private final int number;
    private final String name;
    private final int size;
    private final PoolOptions options;
    private final PoolHost host;
    private final byte[] initializer;

    private final ReentrantLock lock = new ReentrantLock();
    private final PoolPlan plan;
    private final TaskEnds ends;
    private final Effects effects = new Effects();
    private final Map<Integer, QueuedTask> ofChildren = new ConcurrentHashMap<>();
    private final List<QueuedTask> unseen = new ArrayList<>();
    private int lastTask;
    private volatile boolean shutdown;
    private volatile boolean terminated;

    /**
     * A pool that has no worker yet.
     *
     * @param number by which other processes find it
     * @param size the most workers
     */
    public Pool(int number, String name, int size, PoolOptions options, PoolHost host) {
        this.number = number;
        this.name = name;
        this.size = size;
        this.options = options;
        this.host = host;
        ends = new TaskEnds(lock, host);
        plan = new PoolPlan(name, size, options.tasksPerWorker());
        initializer = options.initializer().map(this::written).orElse(null);
    }

    private byte[] written(ProcessAction action) {
        return serializer().write(new ActionTask(action), "initializer of pool '" + name + "'");
    }

    @Override
    public String handleId() {
        return KIND + number;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public ObjectCodec serializer() {
        return host.children().serializer();
    }

    @Override
    public Executor executor() {
        return host.children().workers();
    }

    @Override
    public List<ChildProcess<?>> workers() {
        lock.lock();
        try {
            List<ChildProcess<?>> alive = new ArrayList<>();
            for (Worker worker : plan.workers()) {
                if (worker.child != null && worker.child.isAlive()) {
                    alive.add(worker.child);
                }
            }
            return alive;
        } finally {
            lock.unlock();
        }
    }

    /** Decides with the lock, and does without it what was decided. */
    private void decide(Supplier<List<PoolAction>> decision) {
        decided(decision).forEach(action -> action.carryOut(effects));
    }

    private List<PoolAction> decided(Supplier<List<PoolAction>> decision) {
        lock.lock();
        try {
            return decision.get();
        } finally {
            lock.unlock();
        }
    }

    /** Decides as {@link #decide} does, where there may be nothing left to do after that. */
    private void decideAndFinish(Supplier<List<PoolAction>> decision) {
        decide(decision);
        // Tasks are completed before it is known that there are none any more.
        lock.lock();
        try {
            terminated = plan.isOver();
        } finally {
            lock.unlock();
        }
        host.children().change(() -> {});
    }

    private final class Effects implements PoolAction.Effects {

        @Override
        public void send(Worker worker, QueuedTask task) {
            Pool.this.send(worker, task);
        }

        @Override
        public void start(Worker worker, Duration pause) {
            if (pause.isZero()) {
                executor().execute(() -> Pool.this.start(worker));
            } else {
                host.children().later(pause, () -> Pool.this.start(worker));
            }
        }

        @Override
        public void leave(Worker worker) {
            worker.child
                    .life()
                    .link()
                    .ifPresentOrElse(
                            link -> link.call(new CallRequest(0, 0, WorkerTask.END, new byte[0])),
                            worker.child::killNow);
        }

        @Override
        public void endWhatItStarted(Worker worker) {
            worker.child.life().trees().forEach(tree -> tree.end(Duration.ZERO, ProcessTree.DEATH_LIMIT));
        }

        @Override
        public void lose(Worker worker, QueuedTask task) {
            task.completeExceptionally(
                    task.atHardLimit != null
                            ? PoolTexts.hardLimit(task, name, worker.child.facts())
                            : PoolTexts.workerDied(task, name, worker.child.facts()));
        }

        @Override
        public void fail(QueuedTask task, Throwable reason) {
            task.completeExceptionally(reason);
        }

        @Override
        public void report(Worker worker) {
            System.out.println("worker " + worker.child + " of pool '" + name + "' had no task and "
                    + howItEnded(worker) + "; it is replaced");
        }
    }

    private static String howItEnded(Worker worker) {
        return worker.child.howItEnded().orElse("has ended");
    }

    // ---- submitting

    @Override
    public Submission submit(TaskRequest request) {
        QueuedTask task;
        List<PoolAction> actions;
        lock.lock();
        try {
            task = new QueuedTask(this::cancel, lastTask + 1, request);
            actions = plan.submitted(task);
            lastTask++;
        } finally {
            lock.unlock();
        }
        ends.setLimit(task, request.options().waitLimit(), () -> waitLimitPassed(task));
        task.whenComplete((reply, failure) -> settled(task));
        actions.forEach(action -> action.carryOut(effects));
        return task;
    }

    /** Notes that a task is done, and wakes threads that wait for it; most tasks of a map are done before that. */
    private void settled(QueuedTask task) {
        if (task.hasFailed()) {
            lock.lock();
            try {
                unseen.add(task);
            } finally {
                lock.unlock();
            }
        }
        if (task.awaited) {
            host.children().change(() -> {});
        }
    }

    /** Sends a task to its worker; if that has died meanwhile, its end says so. */
    private void send(Worker worker, QueuedTask task) {
        Optional<LinkServer> link = worker.child.life().link();
        if (link.isEmpty()) {
            return;
        }
        int call = link.get().nextCall();
        lock.lock();
        try {
            worker.call = call;
        } finally {
            lock.unlock();
        }
        link.get().run(call, request(call, task), () -> begun(worker, task)).whenComplete((reply, gone) -> {
            if (reply != null) {
                answered(worker, task, reply);
            }
        });
        if (task.toBeInterrupted) {
            // Since before the call had a number that the other thread could have used.
            ends.interruptIfStill(worker, task);
        }
    }

    private CallRequest request(int call, QueuedTask task) {
        return new CallRequest(0, call, WorkerTask.run(task.label() + " of pool '" + name + "'"), task.request.task());
    }

    /** Called by the thread that reads the worker's link, with the lock of that. */
    private void begun(Worker worker, QueuedTask task) {
        lock.lock();
        try {
            plan.begun(task);
        } finally {
            lock.unlock();
        }
        ends.setLimits(worker, task);
    }

    /** Called by the thread that reads the worker's link, with the lock of that. */
    private void answered(Worker worker, QueuedTask task, Reply reply) {
        List<PoolAction> actions;
        lock.lock();
        try {
            if (worker.task != task) {
                return;
            }
            actions = plan.answered(worker);
        } finally {
            lock.unlock();
        }
        if (task.atSoftLimit != null && reply.thrown()) {
            executor().execute(() -> task.completeExceptionally(softLimitFailure(worker, task, reply)));
        } else {
            task.complete(reply);
        }
        actions.forEach(action -> action.carryOut(effects));
        if (worker.leaving) {
            executor().execute(() -> decide(plan::schedule));
        }
    }

    private Throwable softLimitFailure(Worker worker, QueuedTask task, Reply reply) {
        return PoolTexts.softLimit(task, name, worker.child.facts(), read(reply));
    }

    // ---- workers

    private void start(Worker worker) {
        Child<?> child;
        try {
            child = host.startWorker(name + "-" + worker.number, worker.index);
        } catch (RuntimeException | Error e) {
            startFailed(worker, e);
            return;
        }
        child.endIsTakenCareOf();
        boolean wanted;
        lock.lock();
        try {
            worker.child = child;
            wanted = plan.has(worker);
        } finally {
            lock.unlock();
        }
        child.life().onBegin().thenRunAsync(() -> begun(worker), executor());
        child.onExit().thenRunAsync(() -> gone(worker), executor());
        if (!wanted) {
            effects.leave(worker);
        }
    }

    private void startFailed(Worker worker, Throwable reason) {
        // It would be the same for the next one if the options are wrong, or the test has ended.
        boolean forAll =
                reason instanceof MultiProcessConfigurationException || reason instanceof IllegalStateException;
        decideAndFinish(() -> plan.notStarted(worker, reason, forAll));
    }

    private void begun(Worker worker) {
        Optional<LinkServer> link = worker.child.life().link();
        if (initializer == null || link.isEmpty()) {
            decide(() -> plan.ready(worker));
            return;
        }
        link.get()
                .call(new CallRequest(0, 0, WorkerTask.run("the initializer of pool '" + name + "'"), initializer))
                .whenCompleteAsync(
                        (reply, gone) -> {
                            if (reply != null && reply.thrown()) {
                                initializerFailed(worker, reply);
                            } else if (reply != null) {
                                decide(() -> plan.ready(worker));
                            }
                        },
                        executor());
    }

    private void initializerFailed(Worker worker, Reply reply) {
        Throwable thrown = read(reply);
        Throwable reason =
                new IllegalStateException("the initializer of pool '" + name + "' failed: " + thrown, thrown);
        decideAndFinish(() -> plan.notInitialized(worker, reason));
    }

    /** The process of a worker has ended. */
    private void gone(Worker worker) {
        decideAndFinish(() -> plan.gone(
                worker,
                () -> new IllegalStateException("worker " + worker.child + " of pool '" + name + "' "
                        + howItEnded(worker) + " before its first task")));
    }

    // ---- tasks that are not to run

    private void waitLimitPassed(QueuedTask task) {
        boolean late;
        lock.lock();
        try {
            late = plan.withdraw(task);
        } finally {
            lock.unlock();
        }
        if (late) {
            task.completeExceptionally(PoolTexts.waitLimit(task, name));
        }
    }

    private boolean cancel(QueuedTask task, boolean mayInterrupt) {
        Worker worker;
        lock.lock();
        try {
            if (!task.isOpen()) {
                return false;
            }
            worker = task.worker;
            if (worker == null) {
                plan.withdraw(task);
            } else if (worker.task != task) {
                // Its answer is on its way to those that wait.
                return false;
            }
        } finally {
            lock.unlock();
        }
        task.cancelled();
        if (worker != null && mayInterrupt) {
            ends.end(task);
        }
        return task.isCancelled();
    }

    /** Whether a limit may still end what the test waits for, or a worker is being started that will. */
    boolean isTimed() {
        lock.lock();
        try {
            return plan.isTimed();
        } finally {
            lock.unlock();
        }
    }

    // ---- waiting

    @Override
    public boolean await(String what, List<? extends Submission> some, BooleanSupplier done, long nanos)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        some.forEach(task -> ((QueuedTask) task).awaited = true);
        try {
            return host.children().await(what, () -> busy(some), done, nanos);
        } catch (ProcessInterruptedException e) {
            Thread.interrupted();
            throw new InterruptedException(e.getMessage());
        }
    }

    /** Whether a child is a worker that has no task. */
    boolean isIdle(int child) {
        lock.lock();
        try {
            return plan.idle().stream().anyMatch(worker -> worker.child.number() == child);
        } finally {
            lock.unlock();
        }
    }

    /** The workers that run some tasks; all that run any, where those tasks have not begun. */
    private List<Child<?>> busy(List<? extends Submission> tasks) {
        lock.lock();
        try {
            List<Worker> busy = plan.busy();
            List<Worker> exactly =
                    busy.stream().filter(worker -> tasks.contains(worker.task)).toList();
            List<Child<?>> all = new ArrayList<>();
            (exactly.isEmpty() ? busy : exactly).forEach(worker -> all.add(worker.child));
            return all;
        } finally {
            lock.unlock();
        }
    }

    // ---- the end

    @Override
    public void shutdown() {
        decideAndFinish(this::closed);
    }

    /** With the lock held. */
    private List<PoolAction> closed() {
        shutdown = true;
        return plan.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return stop().stream()
                .<Runnable>map(task -> new NeverBegun(content(task), serializer()))
                .toList();
    }

    private NeverBegun.Content content(QueuedTask task) {
        return new NeverBegun.Content(task.label() + " of pool '" + name + "'", task.request.task());
    }

    private List<QueuedTask> stop() {
        List<QueuedTask> never;
        List<QueuedTask> running;
        List<PoolAction> actions;
        lock.lock();
        try {
            never = plan.withdrawAll();
            running = plan.busy().stream().map(worker -> worker.task).toList();
            actions = closed();
        } finally {
            lock.unlock();
        }
        never.forEach(QueuedTask::cancelled);
        running.forEach(ends::end);
        decideAndFinish(() -> actions);
        return never;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    /** Without the lock: asked by threads that hold the one of the test's children. */
    @Override
    public boolean isTerminated() {
        return terminated;
    }

    @Override
    public boolean awaitTermination(long nanos) throws InterruptedException {
        return await("pool '" + name + "' to be done with its tasks", List.of(), this::isTerminated, nanos);
    }

    /**
     * Takes the failures of tasks that no code has looked at.
     *
     * @return in the order in which they came
     */
    public List<Throwable> unseenFailures() {
        List<Throwable> all = new ArrayList<>();
        lock.lock();
        try {
            unseen.stream().filter(QueuedTask::isUnseenFailure).forEach(task -> all.add(failureOf(task)));
            unseen.clear();
        } finally {
            lock.unlock();
        }
        return all;
    }

    private Throwable failureOf(QueuedTask task) {
        Throwable[] failure = new Throwable[1];
        task.whenComplete((reply, thrown) -> failure[0] = thrown != null ? thrown : read(reply));
        return failure[0];
    }

    private Throwable read(Reply reply) {
        try {
            return (Throwable) serializer().read(reply.bytes());
        } catch (RuntimeException e) {
            return e;
        }
    }

    // ---- what children ask

    @Override
    public int submitFrom(TaskRequest request) {
        QueuedTask task = (QueuedTask) submit(request);
        ofChildren.put(task.number, task);
        return task.number;
    }

    /** The task that a child has submitted. */
    public Optional<Submission> ofChild(int task) {
        return Optional.ofNullable(ofChildren.get(task));
    }

    @Override
    public boolean cancelFrom(int task, boolean mayInterrupt) {
        return ofChild(task)
                .map(submission -> submission.cancelTask(mayInterrupt))
                .orElse(false);
    }

    @Override
    public void lookedAtFrom(int task) {
        ofChild(task).ifPresent(Submission::lookedAt);
    }

    @Override
    public boolean awaitTerminationFrom(long nanos) throws InterruptedException {
        return awaitTermination(nanos);
    }

    @Override
    public List<NeverBegun.Content> shutdownNowFrom() {
        return stop().stream().map(this::content).toList();
    }
}
