package dev.multiprocess.internal.sync;

import dev.multiprocess.ChildTimeoutException;
import dev.multiprocess.DeadlockException;
import dev.multiprocess.internal.bell.Changes;
import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.bell.Spins;
import dev.multiprocess.internal.bell.StackReserve;
import dev.multiprocess.internal.diagnose.TimeText;
import dev.multiprocess.internal.diagnose.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * This process among those that have one object, and its threads that wait for it. Any thread.
 *
 * <p>A thread that wants to wait says so in the cell of its process, arms the bell, looks once more, and sleeps at the
 * process's doorbell. A process that changes something rings afterwards, if the bell is armed, at all processes with waiting
 * threads. If it dies or is paused first, the test JVM does.
 */
final class Member {

    /** How long a thread sleeps where no process can ring. */
    private static final long BLIND_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How long it sleeps in any case: another process may have had no descriptor left to ring with. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int ABORT_KINDS = 4;
    private static final int AT_DEADLINE = 1;
    private static final int IN_DEADLOCK = 2;

    final SyncMemory memory;
    final int process;
    final int cell;

    private final Doorbell doorbell;
    private final Changes changes = new Changes();
    private final Object lock = new Object();
    private int waiting;

    private final Spins spins = new Spins();

    /** {@code null}, so that it costs nothing, in a child. */
    private volatile Supplier<Optional<RuntimeException>> waitFailure;

    /** What a thread waits for. */
    interface Waitable {

        /** Takes it if it is there, or throws. */
        boolean attempt();

        /** Whether it is not there; changes nothing. Any thread of the process may ask, at any time. */
        boolean isStuck();

        /** Called when a thread begins to sleep. */
        default void begins() {}

        /** Completes the sentence that a thread waits for it. */
        String words();
    }

    /**
     * Takes part from here on.
     *
     * @param process this one; 0 for the test JVM
     * @param processName for messages
     */
    Member(SyncMemory memory, int process, String processName, Doorbell doorbell) {
        this.memory = memory;
        this.process = process;
        this.doorbell = doorbell;
        cell = memory.join(process, processName);
        doorbell.register(number(memory), changes);
    }

    /** Segments are counted apart from queues, and have negative numbers at a doorbell. */
    private static int number(SyncMemory memory) {
        return -1 - memory.number();
    }

    // ---- what may end waits

    static long atDeadline(Duration limit) {
        return limit.toMillis() * ABORT_KINDS + AT_DEADLINE;
    }

    static long inDeadlock() {
        return IN_DEADLOCK;
    }

    /** Makes threads of this process that wait, now or later, throw if there is a failure at that moment. */
    void failWaits(Supplier<Optional<RuntimeException>> failure) {
        waitFailure = failure;
        wakeOwn();
    }

    /** Throws if this thread must not wait for something. */
    void requireWaitable(String words) {
        memory.segment.usable();
        long abort = memory.abort(cell);
        if (abort % ABORT_KINDS == AT_DEADLINE) {
            Duration limit = Duration.ofMillis(abort / ABORT_KINDS);
            throw new ChildTimeoutException(
                    "gave up waiting for " + words + ": the test was not done within its timeout of "
                            + TimeText.of(limit),
                    List.of(),
                    limit);
        }
        if (abort % ABORT_KINDS == IN_DEADLOCK) {
            throw new DeadlockException(
                    "gave up waiting for " + words + ": the test's processes wait for each other", List.of());
        }
        Supplier<Optional<RuntimeException>> failure = waitFailure;
        if (failure != null) {
            failure.get().ifPresent(present -> {
                throw present;
            });
        }
    }

    boolean isAborted() {
        return memory.abort(cell) != 0;
    }

    // ---- waiting

    /** Waits until it is there, also when interrupted. */
    void await(Waitable what) {
        try {
            await(what, Long.MAX_VALUE, false);
        } catch (InterruptedException e) {
            throw new AssertionError("this wait cannot be interrupted", e);
        }
    }

    /** Waits until it is there. */
    void awaitInterruptibly(Waitable what) throws InterruptedException {
        await(what, Long.MAX_VALUE, true);
    }

    /**
     * Waits until it is there, or the time is over.
     *
     * @param nanos {@link Long#MAX_VALUE} waits for ever; 0 and less does not wait
     * @param interruptible whether an interruption ends the wait; if not, it is kept
     * @return whether it is there
     */
    boolean await(Waitable what, long nanos, boolean interruptible) throws InterruptedException {
        long start = System.nanoTime();
        if (nanos > 0 && spins.spin(what::isStuck) && what.attempt()) {
            return true;
        }
        if (nanos <= 0) {
            return false;
        }
        StackReserve.require();
        boolean interrupted = false;
        what.begins();
        begin();
        Waiting told = Waiting.forSync(memory.number(), what.words(), nanos != Long.MAX_VALUE, () -> isStuck(what));
        try {
            while (true) {
                long since = changes.count();
                memory.bell.arm();
                if (what.attempt()) {
                    return true;
                }
                long left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
                if (left <= 0) {
                    return false;
                }
                requireWaitable(what.words());
                try {
                    doorbell.await(
                            changes, since, Math.min(left, doorbell.address() == 0 ? BLIND_NANOS : LONGEST_NANOS));
                } catch (InterruptedException e) {
                    if (interruptible) {
                        throw e;
                    }
                    interrupted = true;
                }
            }
        } finally {
            told.end();
            end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isStuck(Waitable what) {
        try {
            return what.isStuck();
        } catch (IllegalStateException e) {
            // Its memory ended at this moment.
            return false;
        }
    }

    /** Registers one more waiting thread. */
    private void begin() {
        synchronized (lock) {
            waiting++;
            memory.publishWaiting(cell, doorbell.address(), waiting);
        }
    }

    private void end() {
        synchronized (lock) {
            waiting--;
            if (!memory.segment.isEnded()) {
                memory.publishWaiting(cell, doorbell.address(), waiting);
            }
        }
    }

    // ---- waking

    /** Wakes the threads that wait, if any may. To be called after a change. */
    void changed() {
        if (memory.bell.ring()) {
            wakeAll();
        }
    }

    /** Wakes all threads that wait, in every process. */
    void wakeAll() {
        for (int other = memory.cells() - 1; other >= 0; other--) {
            if (memory.waiting(other) > 0) {
                wake(other);
            }
        }
    }

    /** Wakes the threads of one process. */
    void wake(int other) {
        if (other == cell) {
            wakeOwn();
        } else {
            int address = memory.address(other);
            if (address > 0) {
                doorbell.ring(address, number(memory));
            }
        }
    }

    void wakeOwn() {
        doorbell.wake(changes);
    }

    /** Wakes all threads of this process, and never again. */
    void close() {
        wakeOwn();
        doorbell.deregister(number(memory));
    }
}
