package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.bell.Changes;
import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.memory.Bell;
import dev.multiprocess.internal.memory.QueueMemory;
import dev.multiprocess.internal.memory.WaitKind;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;

/** The threads of this process that wait for a queue to change. Any thread. */
final class Waiters {

    private final QueueMemory memory;
    private final int participant;
    private final int queue;
    private final Doorbell doorbell;
    private final Changes changes = new Changes();
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicIntegerArray waiting = new AtomicIntegerArray(WaitKind.values().length);
    private int address;
    private boolean closed;

    Waiters(QueueMemory memory, int participant, int queue, Doorbell doorbell) {
        this.memory = memory;
        this.participant = participant;
        this.queue = queue;
        this.doorbell = doorbell;
        doorbell.register(queue, changes);
    }

    /** Registers one more waiting thread. */
    void begin(WaitKind kind) {
        waiting.incrementAndGet(kind.ordinal());
        publishLocked();
    }

    /** Registers one waiting thread less; never throws, as the thread may have what it waited for. */
    void end(WaitKind kind) {
        try {
            waiting.decrementAndGet(kind.ordinal());
            publishLocked();
        } catch (VirtualMachineError e) {
            // Others wake this process in vain until one of its threads waits again.
        }
    }

    private void publishLocked() {
        lock.lock();
        try {
            publish();
        } finally {
            lock.unlock();
        }
    }

    private void publish() {
        if (!closed) {
            address = doorbell.address();
            memory.publishWaiting(participant, address, waiting);
        }
    }

    /** Arms a bell, and counts wake-ups: the caller looks at the queue again, and then calls {@link #await}. */
    long arm(Bell bell) {
        long since = changes.count();
        lock.lock();
        try {
            if (!closed) {
                if (address != doorbell.address()) {
                    publish();
                }
                bell.arm();
            }
        } finally {
            lock.unlock();
        }
        return since;
    }

    /** Counts wake-ups. */
    long changes() {
        return changes.count();
    }

    void wakeAll() {
        doorbell.wake(changes);
    }

    /**
     * Wakes the threads of all processes that wait for something.
     *
     * @return false if some are left, which only the test JVM can wake
     */
    boolean wakeThoseWhoWaitFor(WaitKind... kinds) {
        lock.lock();
        try {
            // Closed means that this process may not look into the memory any more.
            boolean all = true;
            for (int other = closed ? 0 : memory.participants(); other > 0; other--) {
                if (memory.isWaiting(other, kinds)) {
                    if (other == participant) {
                        wakeAll();
                    } else {
                        int at = memory.address(other);
                        all &= at > 0 && doorbell.ring(at, queue);
                    }
                }
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there has been a wake-up since a moment; {@link Long#MAX_VALUE} waits for ever. */
    void await(long since, long nanos) throws InterruptedException {
        doorbell.await(changes, since, nanos);
    }

    /** Touches the memory no more, and wakes all. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        doorbell.deregister(queue);
        wakeAll();
    }
}
