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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A pool: a queue of tasks, and workers of which each runs one at a time. Any thread.
 *
 * <p>A worker is a child whose main thread carries out calls, one for each task. A task that is cancelled, or has passed a
 * limit, ends by an interrupt of its call, or by the death of its worker while that still runs it: both are decided with the
 * lock held, under which the worker would get its next task.
 *
 * <p>The thread that reads the link of a worker holds the link's lock when it brings an answer. So it gives that worker its
 * next task, and leaves everything that concerns others to other threads; and no link is used with the lock of the pool held.
 */
public final class Pool implements PoolBackend, Handle, PoolCalls {

    /** What the ids of pools begin with. */
    public static final String KIND = "pool:";

    /** So many workers in a row that could not begin a task are a fault of the pool. */
    private static final int MOST_FAILED_STARTS = 5;

    private static final Duration PAUSE_AFTER_FAILED_START = Duration.ofMillis(100);

    private final int number;
    private final String name;
    private final int size;
    private final PoolOptions options;
    private final PoolHost host;
    private final byte[] initializer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<QueuedTask> waiting = new ArrayDeque<>();
    private final Set<Worker> workers = new LinkedHashSet<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final BitSet indexes = new BitSet();
    private final Map<Integer, QueuedTask> ofChildren = new ConcurrentHashMap<>();
    private final List<QueuedTask> unseen = new ArrayList<>();
    private int lastTask;
    private int lastWorker;
    private int failedStarts;
    private Throwable failed;
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
            for (Worker worker : workers) {
                if (worker.child != null && worker.child.isAlive()) {
                    alive.add(worker.child);
                }
            }
            return alive;
        } finally {
            lock.unlock();
        }
    }

    /** What is to be done without the lock. */
    private static final class Actions {

        private final List<Runnable> all = new ArrayList<>();

        void add(Runnable action) {
            all.add(action);
        }

        void run() {
            all.forEach(Runnable::run);
        }
    }

    // ---- submitting

    @Override
    public Submission submit(TaskRequest request) {
        Actions actions = new Actions();
        QueuedTask task;
        lock.lock();
        try {
            requireOpen();
            lastTask++;
            task = new QueuedTask(this, lastTask, request);
            waiting.addLast(task);
            schedule(actions);
        } finally {
            lock.unlock();
        }
        setLimit(task, request.options().waitLimit(), () -> waitLimitPassed(task));
        task.whenComplete((reply, failure) -> settled(task));
        actions.run();
        return task;
    }

    private void requireOpen() {
        if (failed != null) {
            throw new RejectedExecutionException("pool '" + name + "' has failed: " + failed.getMessage(), failed);
        }
        if (shutdown) {
            throw new RejectedExecutionException("pool '" + name + "' was shut down and takes no task");
        }
    }

    /** Notes that a task is done, and wakes threads that wait for it. */
    private void settled(QueuedTask task) {
        if (task.hasFailed()) {
            lock.lock();
            try {
                unseen.add(task);
            } finally {
                lock.unlock();
            }
        }
        host.children().change(() -> {});
    }

    /** Gives tasks to idle workers, and starts workers; with the lock held. */
    private void schedule(Actions actions) {
        while (!waiting.isEmpty() && !idle.isEmpty()) {
            give(idle.pop(), waiting.removeFirst(), actions);
        }
        long coming = workers.stream().filter(worker -> !worker.ready).count();
        while (coming < waiting.size() && workers.size() < size && failed == null) {
            start(Duration.ZERO, actions);
            coming++;
        }
    }

    private void give(Worker worker, QueuedTask task, Actions actions) {
        worker.task = task;
        worker.call = 0;
        task.worker = worker;
        actions.add(() -> send(worker, task));
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
            interruptIfStill(worker, task);
        }
    }

    private CallRequest request(int call, QueuedTask task) {
        return new CallRequest(0, call, WorkerTask.run(task.label() + " of pool '" + name + "'"), task.request.task());
    }

    /** Called by the thread that reads the worker's link, with the lock of that. */
    private void begun(Worker worker, QueuedTask task) {
        lock.lock();
        try {
            task.begun = true;
        } finally {
            lock.unlock();
        }
        setLimits(worker, task);
    }

    /** Called by the thread that reads the worker's link, with the lock of that. */
    private void answered(Worker worker, QueuedTask task, Reply reply) {
        Actions actions = new Actions();
        lock.lock();
        try {
            if (worker.task != task) {
                return;
            }
            worker.task = null;
            worker.done++;
            failedStarts = 0;
            if (worker.done >= options.tasksPerWorker()) {
                worker.leaving = true;
                workers.remove(worker);
                actions.add(() -> end(worker));
                executor().execute(this::scheduleElsewhere);
            } else if (!waiting.isEmpty()) {
                give(worker, waiting.removeFirst(), actions);
            } else {
                idle.push(worker);
            }
        } finally {
            lock.unlock();
        }
        if (task.atSoftLimit != null && reply.thrown()) {
            executor().execute(() -> task.completeExceptionally(softLimitFailure(worker, task, reply)));
        } else {
            task.complete(reply);
        }
        actions.run();
        if (shutdown) {
            executor().execute(this::endIdleWorkers);
        }
    }

    private Throwable softLimitFailure(Worker worker, QueuedTask task, Reply reply) {
        Throwable thrown;
        try {
            thrown = (Throwable) serializer().read(reply.bytes());
        } catch (RuntimeException e) {
            thrown = e;
        }
        return PoolTexts.softLimit(task, name, worker.child.facts(), thrown);
    }

    private void scheduleElsewhere() {
        Actions actions = new Actions();
        lock.lock();
        try {
            schedule(actions);
        } finally {
            lock.unlock();
        }
        actions.run();
    }

    // ---- workers

    private void start(Duration pause, Actions actions) {
        int index = indexes.nextClearBit(0);
        indexes.set(index);
        lastWorker++;
        Worker worker = new Worker(lastWorker, index);
        workers.add(worker);
        if (pause.isZero()) {
            actions.add(() -> executor().execute(() -> start(worker)));
        } else {
            actions.add(() -> host.children().later(pause, () -> start(worker)));
        }
    }

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
            wanted = workers.contains(worker);
        } finally {
            lock.unlock();
        }
        child.life().onBegin().thenRunAsync(() -> begun(worker), executor());
        child.onExit().thenRunAsync(() -> gone(worker), executor());
        if (!wanted) {
            end(worker);
        }
    }

    private void startFailed(Worker worker, Throwable reason) {
        Actions actions = new Actions();
        lock.lock();
        try {
            workers.remove(worker);
            indexes.clear(worker.index);
            if (reason instanceof MultiProcessConfigurationException || reason instanceof IllegalStateException) {
                // It would be the same for the next one: the options are wrong, or the test has ended.
                fail(reason, actions);
            } else {
                failedStart(reason, actions);
            }
        } finally {
            lock.unlock();
        }
        finish(actions);
    }

    /** With the lock held. */
    private void failedStart(Throwable reason, Actions actions) {
        failedStarts++;
        if (failedStarts >= MOST_FAILED_STARTS) {
            fail(reason, actions);
        } else if (!waiting.isEmpty()) {
            start(PAUSE_AFTER_FAILED_START.multipliedBy(failedStarts - 1L), actions);
        }
    }

    /** The pool can do nothing for its tasks any more; with the lock held. */
    private void fail(Throwable reason, Actions actions) {
        if (failed == null) {
            failed = reason;
            List<QueuedTask> lost = List.copyOf(waiting);
            waiting.clear();
            actions.add(() -> lost.forEach(task -> task.completeExceptionally(reason)));
            actions.add(this::endIdleWorkers);
        }
    }

    private void begun(Worker worker) {
        Optional<LinkServer> link = worker.child.life().link();
        if (initializer == null || link.isEmpty()) {
            ready(worker);
            return;
        }
        link.get()
                .call(new CallRequest(0, 0, WorkerTask.run("the initializer of pool '" + name + "'"), initializer))
                .whenCompleteAsync(
                        (reply, gone) -> {
                            if (reply != null && reply.thrown()) {
                                initializerFailed(worker, reply);
                            } else if (reply != null) {
                                ready(worker);
                            }
                        },
                        executor());
    }

    private void initializerFailed(Worker worker, Reply reply) {
        Throwable thrown;
        try {
            thrown = (Throwable) serializer().read(reply.bytes());
        } catch (RuntimeException e) {
            thrown = e;
        }
        Actions actions = new Actions();
        lock.lock();
        try {
            worker.ready = true;
            idle.push(worker);
            fail(
                    new IllegalStateException("the initializer of pool '" + name + "' failed: " + thrown, thrown),
                    actions);
        } finally {
            lock.unlock();
        }
        actions.run();
    }

    private void ready(Worker worker) {
        Actions actions = new Actions();
        lock.lock();
        try {
            if (workers.contains(worker)) {
                worker.ready = true;
                idle.push(worker);
                schedule(actions);
            }
        } finally {
            lock.unlock();
        }
        actions.run();
        if (shutdown) {
            endIdleWorkers();
        }
    }

    /** The process of a worker has ended. */
    private void gone(Worker worker) {
        Actions actions = new Actions();
        lock.lock();
        try {
            QueuedTask task = worker.task;
            worker.task = null;
            idle.remove(worker);
            boolean counted = workers.remove(worker);
            indexes.clear(worker.index);
            if (worker.killed) {
                actions.add(() -> endWhatItStarted(worker));
            }
            if (task != null && task.begun) {
                actions.add(() -> task.completeExceptionally(died(worker, task)));
            } else if (task != null && task.isOpen()) {
                // It does not notice.
                task.worker = null;
                waiting.addFirst(task);
            }
            if (counted && !worker.leaving && failed == null && (!shutdown || !waiting.isEmpty())) {
                replace(worker, task, actions);
            }
            schedule(actions);
        } finally {
            lock.unlock();
        }
        finish(actions);
    }

    private void replace(Worker worker, QueuedTask task, Actions actions) {
        if (!worker.ready) {
            failedStart(
                    new IllegalStateException("worker " + worker.child + " of pool '" + name + "' "
                            + worker.child.howItEnded().orElse("has ended") + " before its first task"),
                    actions);
            return;
        }
        if (task == null || !task.begun) {
            String end = worker.child.howItEnded().orElse("has ended");
            actions.add(() -> System.out.println(
                    "worker " + worker.child + " of pool '" + name + "' had no task and " + end + "; it is replaced"));
        }
        start(Duration.ZERO, actions);
    }

    private Throwable died(Worker worker, QueuedTask task) {
        return task.atHardLimit != null
                ? PoolTexts.hardLimit(task, name, worker.child.facts())
                : PoolTexts.workerDied(task, name, worker.child.facts());
    }

    private static void endWhatItStarted(Worker worker) {
        worker.child.life().trees().forEach(tree -> tree.end(Duration.ZERO, ProcessTree.DEATH_LIMIT));
    }

    /** Lets a worker that has no task end by itself. */
    private void end(Worker worker) {
        worker.child
                .life()
                .link()
                .ifPresentOrElse(
                        link -> link.call(new CallRequest(0, 0, WorkerTask.END, new byte[0])), worker.child::killNow);
    }

    private void endIdleWorkers() {
        List<Worker> ending = new ArrayList<>();
        lock.lock();
        try {
            if (waiting.isEmpty() || failed != null) {
                for (Worker worker : workers) {
                    if (worker.task == null && !worker.leaving && worker.ready) {
                        worker.leaving = true;
                        ending.add(worker);
                    }
                }
                idle.removeAll(ending);
            }
            noteIfTerminated();
        } finally {
            lock.unlock();
        }
        ending.forEach(this::end);
        host.children().change(() -> {});
    }

    // ---- limits and cancellation

    private void setLimits(Worker worker, QueuedTask task) {
        if (host.children().isDebugged() || host.children().isSuspended()) {
            // Time stands still.
            return;
        }
        setLimit(task, task.request.options().softLimit(), () -> softLimitPassed(worker, task));
        setLimit(task, task.request.options().hardLimit(), () -> hardLimitPassed(worker, task));
    }

    /** Sets a timer that ends with the task. */
    private void setLimit(QueuedTask task, Optional<Duration> limit, Runnable passed) {
        if (limit.isPresent()) {
            ScheduledFuture<?> timer = host.children().later(limit.get(), passed);
            task.whenComplete((reply, failure) -> timer.cancel(false));
        }
    }

    private void softLimitPassed(Worker worker, QueuedTask task) {
        if (runs(worker, task)) {
            String threads = worker.child.life().dumpOrReason();
            lock.lock();
            try {
                if (worker.task != task) {
                    return;
                }
                task.atSoftLimit = threads;
            } finally {
                lock.unlock();
            }
            interruptIfStill(worker, task);
        }
    }

    private void hardLimitPassed(Worker worker, QueuedTask task) {
        if (runs(worker, task)) {
            String threads = worker.child.life().dumpOrReason();
            killIfStill(worker, task, () -> task.atHardLimit = threads);
        }
    }

    private boolean runs(Worker worker, QueuedTask task) {
        lock.lock();
        try {
            return worker.task == task && task.isOpen();
        } finally {
            lock.unlock();
        }
    }

    private void waitLimitPassed(QueuedTask task) {
        boolean late;
        lock.lock();
        try {
            late = waiting.remove(task);
        } finally {
            lock.unlock();
        }
        if (late) {
            task.completeExceptionally(PoolTexts.waitLimit(task, name));
        }
    }

    /** Addressed to the call, so that it cannot hit another one. */
    private void interruptIfStill(Worker worker, QueuedTask task) {
        int call;
        lock.lock();
        try {
            if (worker.task != task) {
                return;
            }
            task.toBeInterrupted = true;
            call = worker.call;
        } finally {
            lock.unlock();
        }
        if (call != 0) {
            worker.child.life().link().ifPresent(link -> link.interrupt(call));
        }
    }

    /** The worker gets no other task while the lock is held, and none after that. */
    private void killIfStill(Worker worker, QueuedTask task, Runnable note) {
        lock.lock();
        try {
            if (worker.task != task) {
                return;
            }
            note.run();
            worker.killed = true;
            worker.child.killNow();
        } finally {
            lock.unlock();
        }
    }

    boolean cancel(QueuedTask task, boolean mayInterrupt) {
        Worker worker;
        lock.lock();
        try {
            if (!task.isOpen()) {
                return false;
            }
            worker = task.worker;
            if (worker == null) {
                waiting.remove(task);
            } else if (worker.task != task) {
                // Its answer is on its way to those that wait.
                return false;
            }
        } finally {
            lock.unlock();
        }
        task.cancelled();
        if (worker != null && mayInterrupt) {
            interruptIfStill(worker, task);
            host.children().later(host.stopGrace(), () -> killIfStill(worker, task, () -> {}));
        }
        if (shutdown) {
            endIdleWorkers();
        }
        return task.isCancelled();
    }

    /** Whether a limit may still end what the test waits for, or a worker is being started that will. */
    boolean isTimed() {
        lock.lock();
        try {
            return waiting.stream()
                            .anyMatch(task -> task.request.options().waitLimit().isPresent())
                    || workers.stream().anyMatch(worker -> worker.child == null || isTimed(worker.task));
        } finally {
            lock.unlock();
        }
    }

    private static boolean isTimed(QueuedTask task) {
        return task != null
                && (task.isCancelled()
                        || task.request.options().hardLimit().isPresent()
                        || task.request.options().softLimit().isPresent() && task.atSoftLimit == null);
    }

    // ---- waiting

    @Override
    public boolean await(String what, List<? extends Submission> some, BooleanSupplier done, long nanos)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
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
            return idle.stream().anyMatch(worker -> worker.child.number() == child);
        } finally {
            lock.unlock();
        }
    }

    /** The workers that run some tasks; all that run any, where those tasks have not begun. */
    private List<Child<?>> busy(List<? extends Submission> tasks) {
        lock.lock();
        try {
            List<Worker> busy =
                    workers.stream().filter(worker -> worker.task != null).toList();
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
        lock.lock();
        try {
            shutdown = true;
        } finally {
            lock.unlock();
        }
        endIdleWorkers();
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
        List<QueuedTask> running = new ArrayList<>();
        lock.lock();
        try {
            shutdown = true;
            never = List.copyOf(waiting);
            waiting.clear();
            workers.stream()
                    .map(worker -> worker.task)
                    .filter(task -> task != null)
                    .forEach(running::add);
        } finally {
            lock.unlock();
        }
        never.forEach(QueuedTask::cancelled);
        running.forEach(task -> {
            Worker worker = task.worker;
            interruptIfStill(worker, task);
            host.children().later(host.stopGrace(), () -> killIfStill(worker, task, () -> {}));
        });
        endIdleWorkers();
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

    /** Completes tasks before it is known that there are none any more. */
    private void finish(Actions actions) {
        actions.run();
        lock.lock();
        try {
            noteIfTerminated();
        } finally {
            lock.unlock();
        }
        host.children().change(() -> {});
    }

    /** With the lock held. */
    private void noteIfTerminated() {
        terminated = shutdown && waiting.isEmpty() && workers.isEmpty();
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
