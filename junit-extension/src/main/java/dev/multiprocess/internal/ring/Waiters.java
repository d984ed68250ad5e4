package dev.multiprocess.internal.ring;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The threads of this process that wait for a queue to change. Any thread. */
final class Waiters {

    private final QueueMemory memory;
    private final int participant;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long changes;
    private final int[] waiting = new int[WaitKind.values().length];
    private boolean closed;

    Waiters(QueueMemory memory, int participant) {
        this.memory = memory;
        this.participant = participant;
    }

    /** Makes known that one thread more, or less, waits. */
    void count(WaitKind kind, int more) {
        lock.lock();
        try {
            waiting[kind.ordinal()] += more;
            if (!closed) {
                memory.publishWaiting(participant, waiting);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Arms a bell, and counts wake-ups: the caller looks at the queue again, and then tells {@link #await}. */
    long arm(Bell bell) {
        lock.lock();
        try {
            if (!closed) {
                bell.arm();
            }
            return changes;
        } finally {
            lock.unlock();
        }
    }

    void wakeAll() {
        lock.lock();
        try {
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until somebody was woken since a moment; {@link Long#MAX_VALUE} waits for ever. */
    void await(long since, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (changes == since && left > 0) {
                if (nanos == Long.MAX_VALUE) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Touches the memory no more, and wakes all. */
    void close() {
        lock.lock();
        try {
            closed = true;
            wakeAll();
        } finally {
            lock.unlock();
        }
    }
}
