package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.objects.Handle;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Function;

/**
 * A condition of a lock as one process sees it. Any thread.
 *
 * <p>Each process has a word, whose signals its threads claim. A signal that a thread leaves, since it was interrupted
 * or its time was over, is passed on to another one.
 */
public final class ConditionView implements Condition, Handle, Member.Waitable {

    /** What the ids of handles begin with. */
    public static final String KIND = "condition";

    private static final String PREFIX = KIND + ":";

    private final LockView lock;
    private final SyncMemory memory;
    private final Member member;
    private final int number;

    /** Where the last signal went, so that the next one begins elsewhere; any value will do. */
    private volatile int last;

    ConditionView(LockView lock, int number) {
        this.lock = lock;
        this.number = number;
        memory = lock.memory;
        member = lock.member;
    }

    /**
     * Finds what a handle's id stands for.
     *
     * @param handleId of a condition
     * @param resolver finds its lock
     * @return of that lock
     */
    public static Object resolve(String handleId, Function<String, Object> resolver) {
        int end = handleId.indexOf(':', PREFIX.length());
        LockView lock = (LockView) resolver.apply(handleId.substring(end + 1));
        return lock.condition(Integer.parseInt(handleId.substring(PREFIX.length(), end)));
    }

    @Override
    public String handleId() {
        return PREFIX + number + ":" + lock.handleId();
    }

    @Override
    public String toString() {
        return "a condition of " + lock;
    }

    // ---- waiting

    @Override
    public void await() throws InterruptedException {
        await(Long.MAX_VALUE, true);
    }

    @Override
    public void awaitUninterruptibly() {
        try {
            await(Long.MAX_VALUE, false);
        } catch (InterruptedException e) {
            throw new AssertionError("this wait cannot be interrupted", e);
        }
    }

    @Override
    public long awaitNanos(long nanosTimeout) throws InterruptedException {
        long start = System.nanoTime();
        await(nanosTimeout, true);
        return nanosTimeout - (System.nanoTime() - start);
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return await(unit.toNanos(time), true);
    }

    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        return await(TimeUnit.MILLISECONDS.toNanos(deadline.getTime() - System.currentTimeMillis()), true);
    }

    private boolean await(long nanos, boolean interruptible) throws InterruptedException {
        lock.requireOwner();
        if (interruptible) {
            SyncView.requireUninterrupted();
        }
        change(ConditionWord::entered);
        int holds = lock.releaseAll();
        boolean claimed = false;
        InterruptedException interruption = null;
        try {
            claimed = member.await(this, nanos, interruptible);
        } catch (InterruptedException e) {
            interruption = e;
        } catch (RuntimeException e) {
            // The test is over: this thread does not get the lock again.
            leave();
            throw e;
        }
        boolean locked = false;
        try {
            lock.lockAgain(holds);
            locked = true;
        } finally {
            if (claimed && locked) {
                change(ConditionWord::used);
            } else if (!claimed) {
                leave();
            }
        }
        if (interruption != null) {
            throw interruption;
        }
        return claimed;
    }

    private void leave() {
        if (memory.segment.isEnded()) {
            return;
        }
        if (ConditionWord.leavesSignal(change(ConditionWord::left))) {
            signalOne();
        }
    }

    /** Returns the word before. */
    private long change(Function<Long, Long> change) {
        long word = memory.condition(member.cell, number);
        while (!memory.moveCondition(member.cell, number, word, change.apply(word))) {
            word = memory.condition(member.cell, number);
        }
        return word;
    }

    @Override
    public boolean attempt() {
        long word = memory.condition(member.cell, number);
        while (ConditionWord.canBeClaimed(word)) {
            if (memory.moveCondition(member.cell, number, word, ConditionWord.claimed(word))) {
                return true;
            }
            word = memory.condition(member.cell, number);
        }
        return false;
    }

    @Override
    public boolean isStuck() {
        return !ConditionWord.canBeClaimed(memory.condition(member.cell, number));
    }

    @Override
    public String words() {
        return "a signal of " + this;
    }

    // ---- signalling

    @Override
    public void signal() {
        lock.requireOwner();
        signalOne();
    }

    @Override
    public void signalAll() {
        lock.requireOwner();
        signalAll(memory, number);
        member.changed();
    }

    private void signalOne() {
        int cell = signal(memory, number, last);
        if (cell >= 0) {
            last = cell;
            member.changed();
        }
    }

    /**
     * Signals a thread of any process.
     *
     * @param after the cell after which to begin
     * @return the cell of its process; negative if none waits
     */
    static int signal(SyncMemory memory, int condition, int after) {
        int cells = memory.cells();
        for (int i = 1; i <= cells; i++) {
            int cell = (after + i) % cells;
            long word = memory.condition(cell, condition);
            while (ConditionWord.canBeSignalled(word)) {
                if (memory.moveCondition(cell, condition, word, ConditionWord.signalled(word))) {
                    return cell;
                }
                word = memory.condition(cell, condition);
            }
        }
        return -1;
    }

    static void signalAll(SyncMemory memory, int condition) {
        for (int cell = memory.cells() - 1; cell >= 0; cell--) {
            long word = memory.condition(cell, condition);
            while (!memory.moveCondition(cell, condition, word, ConditionWord.allSignalled(word))) {
                word = memory.condition(cell, condition);
            }
        }
    }
}
