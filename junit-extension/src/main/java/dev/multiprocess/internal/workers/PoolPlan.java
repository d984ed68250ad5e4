package dev.multiprocess.internal.workers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Which worker of a pool gets which task, when workers are started and when they leave. It decides, and does nothing: what
 * is to be done comes back as actions. Guarded by the lock of its pool.
 *
 * <pre>
 *   a task:    waiting --> with a worker --> begun --> answered
 *                 ^              |             |
 *                 +-- it died ---+             +-- it died: lost
 *
 *   a worker:  coming --> idle <--> with a task --> gone
 *                           |           |
 *                           +--leaving--+
 * </pre>
 */
final class PoolPlan {

    /** So many workers in a row that could not begin a task are a fault of the pool. */
    private static final int MOST_FAILED_STARTS = 5;

    private static final Duration PAUSE_AFTER_FAILED_START = Duration.ofMillis(100);

    private final String name;
    private final int size;
    private final int tasksPerWorker;
    private final Deque<QueuedTask> waiting = new ArrayDeque<>();
    private final Set<Worker> workers = new LinkedHashSet<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final BitSet indexes = new BitSet();
    private int lastWorker;
    private int failedStarts;
    private Throwable failed;
    private boolean shutdown;

    /**
     * A plan without workers.
     *
     * @param name the pool's, for messages
     * @param size the most workers
     * @param tasksPerWorker after so many a worker is replaced
     */
    PoolPlan(String name, int size, int tasksPerWorker) {
        this.name = name;
        this.size = size;
        this.tasksPerWorker = tasksPerWorker;
    }

    // ---- tasks

    /**
     * A task was submitted.
     *
     * @throws RejectedExecutionException if the pool takes none any more
     */
    List<PoolAction> submitted(QueuedTask task) {
        if (failed != null) {
            throw new RejectedExecutionException("pool '" + name + "' has failed: " + failed.getMessage(), failed);
        }
        if (shutdown) {
            throw new RejectedExecutionException("pool '" + name + "' was shut down and takes no task");
        }
        waiting.addLast(task);
        return schedule();
    }

    /** Takes a task back that no worker has; false if one has it. */
    boolean withdraw(QueuedTask task) {
        return waiting.remove(task);
    }

    /** A worker begins the task that it has: the workers that died before a task are not in a row any more. */
    void begun(QueuedTask task) {
        task.begun = true;
        failedStarts = 0;
    }

    /**
     * A worker has answered.
     *
     * @return what concerns this worker alone; if that leaves, {@link #schedule} is to come
     */
    List<PoolAction> answered(Worker worker) {
        worker.task = null;
        worker.done++;
        if (worker.done >= tasksPerWorker) {
            workers.remove(worker);
            return List.of(leave(worker));
        }
        return giveWork(worker);
    }

    /** The next task for a worker that has none. */
    private List<PoolAction> giveWork(Worker worker) {
        if (failed != null || shutdown && waiting.isEmpty()) {
            return List.of(leave(worker));
        }
        if (waiting.isEmpty()) {
            idle.push(worker);
            return List.of();
        }
        return List.of(give(worker, waiting.removeFirst()));
    }

    private static PoolAction leave(Worker worker) {
        worker.leaving = true;
        return new PoolAction.Leave(worker);
    }

    private static PoolAction give(Worker worker, QueuedTask task) {
        worker.task = task;
        worker.call = 0;
        task.worker = worker;
        return new PoolAction.Send(worker, task);
    }

    /** Gives tasks to idle workers, and starts as many workers as are missing. */
    List<PoolAction> schedule() {
        List<PoolAction> actions = new ArrayList<>();
        while (!waiting.isEmpty() && !idle.isEmpty()) {
            actions.add(give(idle.pop(), waiting.removeFirst()));
        }
        long coming = workers.stream().filter(worker -> !worker.ready).count();
        while (coming < waiting.size() && workers.size() < size && failed == null) {
            actions.add(start(Duration.ZERO));
            coming++;
        }
        return actions;
    }

    // ---- workers

    private PoolAction start(Duration pause) {
        int index = indexes.nextClearBit(0);
        indexes.set(index);
        lastWorker++;
        Worker worker = new Worker(lastWorker, index);
        workers.add(worker);
        return new PoolAction.Start(worker, pause);
    }

    /** A worker can take tasks. */
    List<PoolAction> ready(Worker worker) {
        if (!workers.contains(worker)) {
            return List.of();
        }
        worker.ready = true;
        return giveWork(worker);
    }

    /** The initializer has failed in a worker, as it would in any other. */
    List<PoolAction> notInitialized(Worker worker, Throwable reason) {
        List<PoolAction> actions = new ArrayList<>(fail(reason));
        actions.addAll(ready(worker));
        return actions;
    }

    /**
     * A worker has no process.
     *
     * @param forAll whether it would be the same for the next one
     */
    List<PoolAction> notStarted(Worker worker, Throwable reason, boolean forAll) {
        workers.remove(worker);
        indexes.clear(worker.index);
        return forAll ? fail(reason) : failedStart(reason);
    }

    /**
     * The process of a worker has ended.
     *
     * @param reason says so for one that was never ready
     */
    List<PoolAction> gone(Worker worker, Supplier<Throwable> reason) {
        List<PoolAction> actions = new ArrayList<>();
        QueuedTask task = worker.task;
        boolean lost = task != null && task.begun;
        worker.task = null;
        idle.remove(worker);
        boolean counted = workers.remove(worker);
        indexes.clear(worker.index);
        if (worker.killed) {
            actions.add(new PoolAction.EndWhatItStarted(worker));
        }
        if (lost) {
            actions.add(new PoolAction.Lose(worker, task));
        } else if (task != null && task.isOpen()) {
            // It does not notice.
            task.worker = null;
            waiting.addFirst(task);
        }
        if (counted && !worker.leaving && failed == null && (!shutdown || !waiting.isEmpty())) {
            actions.addAll(replace(worker, lost, reason));
        }
        actions.addAll(schedule());
        return actions;
    }

    private List<PoolAction> replace(Worker worker, boolean lost, Supplier<Throwable> reason) {
        if (!worker.ready) {
            return failedStart(reason.get());
        }
        PoolAction start = start(Duration.ZERO);
        return lost ? List.of(start) : List.of(new PoolAction.Report(worker), start);
    }

    private List<PoolAction> failedStart(Throwable reason) {
        failedStarts++;
        if (failedStarts >= MOST_FAILED_STARTS) {
            return fail(reason);
        }
        return waiting.isEmpty() ? List.of() : List.of(start(PAUSE_AFTER_FAILED_START.multipliedBy(failedStarts - 1L)));
    }

    // ---- the end

    /** The pool can do nothing for its tasks any more. */
    private List<PoolAction> fail(Throwable reason) {
        if (failed != null) {
            return List.of();
        }
        failed = reason;
        List<PoolAction> actions = new ArrayList<>();
        waiting.forEach(task -> actions.add(new PoolAction.Fail(task, reason)));
        waiting.clear();
        actions.addAll(leaveIfIdle());
        return actions;
    }

    private List<PoolAction> leaveIfIdle() {
        List<PoolAction> actions = idle.stream().map(PoolPlan::leave).toList();
        idle.clear();
        return actions;
    }

    /** No more tasks are taken; those that wait are still run. */
    List<PoolAction> shutdown() {
        shutdown = true;
        return leaveIfIdle();
    }

    /** Takes back all tasks that no worker has. */
    List<QueuedTask> withdrawAll() {
        List<QueuedTask> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    boolean isShutdown() {
        return shutdown;
    }

    /** Whether nothing is left to do, and no worker to do it. */
    boolean isOver() {
        return shutdown && waiting.isEmpty() && workers.isEmpty();
    }

    // ---- what there is

    boolean has(Worker worker) {
        return workers.contains(worker);
    }

    List<Worker> workers() {
        return List.copyOf(workers);
    }

    List<Worker> idle() {
        return List.copyOf(idle);
    }

    List<Worker> busy() {
        return workers.stream().filter(worker -> worker.task != null).toList();
    }

    /** Whether a limit may still end what is waited for, or a worker is being started that will. */
    boolean isTimed() {
        return waiting.stream()
                        .anyMatch(task -> task.request.options().waitLimit().isPresent())
                || workers.stream().anyMatch(worker -> worker.child == null)
                || busy().stream().anyMatch(worker -> worker.task.isTimed());
    }
}
