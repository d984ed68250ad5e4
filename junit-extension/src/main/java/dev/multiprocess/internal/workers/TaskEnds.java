package dev.multiprocess.internal.workers;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ends tasks that workers run, at their limits or since they were cancelled. What ends a task is decided with the lock of
 * the pool held, under which its worker would get the next one, so that it cannot hit that. Any thread.
 */
final class TaskEnds {

    private final ReentrantLock lock;
    private final PoolHost host;

    TaskEnds(ReentrantLock lock, PoolHost host) {
        this.lock = lock;
        this.host = host;
    }

    /** Sets the limits of a task that begins. */
    void setLimits(Worker worker, QueuedTask task) {
        if (host.children().isDebugged() || host.children().isSuspended()) {
            // Time stands still.
            return;
        }
        setLimit(task, task.request.options().softLimit(), () -> softLimitPassed(worker, task));
        setLimit(task, task.request.options().hardLimit(), () -> hardLimitPassed(worker, task));
    }

    /** Sets a timer that ends with the task. */
    void setLimit(QueuedTask task, Optional<Duration> limit, Runnable passed) {
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

    /** Interrupts a task that a worker has, and kills the worker if the task has not ended by the stop grace. */
    void end(QueuedTask task) {
        Worker worker = task.worker;
        interruptIfStill(worker, task);
        host.children().later(host.stopGrace(), () -> killIfStill(worker, task, () -> {}));
    }

    /** Interrupts a task; addressed to its call, so that it cannot hit another one. */
    void interruptIfStill(Worker worker, QueuedTask task) {
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

    /** Kills a worker with its task: it gets no other task while the lock is held, and none after that. */
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
}
