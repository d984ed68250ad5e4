package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Events;
import dev.multiprocess.sync.ProcessLock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A lock as one process sees it. Any thread.
 *
 * <p>The word in shared memory says which process has it; which thread of this process, and how often, is known here only.
 */
final class LockView extends SyncView implements ProcessLock, Member.Waitable {

    /**
     * Set after the word says that this process has the lock, and cleared before it does not any more. Not volatile, as a
     * thread only asks whether it is itself, which only that thread writes.
     */
    private Thread owner;

    /** Of the owner. */
    private int holds;

    /** So many acquisitions by this process are enough to see how a test has begun. */
    private static final int LOGGED = 1_000;

    /** How many of them there were; written by the owner only, as is the span. */
    private int logged;

    private Events.Span hold;

    private final ConditionView[] conditions = new ConditionView[SyncMemory.MOST_CONDITIONS];

    LockView(Member member) {
        super(member);
    }

    // ---- locking

    @Override
    public void lock() {
        if (!again() && !tryFirst()) {
            member.await(this);
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        requireUninterrupted();
        if (!again() && !tryFirst()) {
            member.awaitInterruptibly(this);
        }
    }

    @Override
    public boolean tryLock() {
        return again() || tryFirst();
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        requireUninterrupted();
        return again() || tryFirst() || member.await(this, unit.toNanos(time), true);
    }

    private boolean tryFirst() {
        requireUsable();
        return attempt();
    }

    private boolean again() {
        if (owner != Thread.currentThread()) {
            return false;
        }
        if (holds == Integer.MAX_VALUE) {
            throw new Error(this + " is locked too often by one thread");
        }
        holds++;
        memory.publishOwner(owner.getId(), holds);
        return true;
    }

    @Override
    public boolean attempt() {
        long word = memory.state();
        while (LockWord.isFree(word)) {
            if (memory.moveState(word, LockWord.taken(word, member.process))) {
                owned(1);
                if (logged < LOGGED) {
                    logged++;
                    hold = Events.begin(Event.Kind.HOLD, memory.number(), words());
                }
                return true;
            }
            word = memory.state();
        }
        return false;
    }

    private void owned(int count) {
        Thread thread = Thread.currentThread();
        holds = count;
        owner = thread;
        memory.publishOwner(thread.getId(), count);
    }

    @Override
    public void begins() {
        long word = memory.state();
        if (!LockWord.isFree(word)) {
            memory.tellHeld(word);
        }
    }

    @Override
    public boolean isStuck() {
        return !LockWord.isFree(memory.state());
    }

    @Override
    public String words() {
        return toString();
    }

    // ---- unlocking

    @Override
    public void unlock() {
        requireOwner();
        if (holds > 1) {
            holds--;
            memory.publishOwner(owner.getId(), holds);
        } else {
            releaseAll();
        }
    }

    /** Throws if this thread does not have it. */
    void requireOwner() {
        if (owner != Thread.currentThread()) {
            if (member.isAborted()) {
                // A wait of this thread has ended with the test, and so it does not have what it would have had.
                member.requireWaitable(words());
            }
            throw new IllegalMonitorStateException(this + " is not held by this thread: " + holder());
        }
    }

    private String holder() {
        int process = LockWord.owner(memory.state());
        return process < 0
                ? "it is free"
                : process == member.process
                        ? "another thread of this process has it"
                        : "'" + memory.nameOf(process) + "' has it";
    }

    /** Returns how often this thread had it. */
    int releaseAll() {
        int count = holds;
        if (hold != null) {
            hold.end();
            hold = null;
        }
        owner = null;
        holds = 0;
        long word = memory.state();
        if (!memory.moveState(word, LockWord.released(word))) {
            throw new IllegalStateException("the memory of " + this + " is damaged: another process has changed it");
        }
        member.changed();
        return count;
    }

    /** Takes it again, as often as this thread had had it. */
    void lockAgain(int count) {
        if (!attempt()) {
            member.await(this);
        }
        holds = count;
        memory.publishOwner(owner.getId(), count);
    }

    // ---- conditions

    @Override
    public Condition newCondition() {
        requireUsable();
        int next = memory.nextCondition();
        if (next >= SyncMemory.MOST_CONDITIONS) {
            throw new IllegalStateException(
                    this + " cannot have more than " + SyncMemory.MOST_CONDITIONS + " conditions");
        }
        return condition(next);
    }

    /** The condition of a number, which has been made by any process. */
    synchronized ConditionView condition(int number) {
        if (conditions[number] == null) {
            conditions[number] = new ConditionView(this, number);
        }
        return conditions[number];
    }

    // ---- questions

    @Override
    public Optional<String> abandonedBy() {
        requireUsable();
        long word = memory.state();
        while (LockWord.isAbandoned(word)) {
            String name = memory.nameOfDead();
            long after = memory.state();
            if (after == word) {
                return Optional.of(name);
            }
            word = after;
        }
        return Optional.empty();
    }

    @Override
    public boolean isLocked() {
        requireUsable();
        return isStuck();
    }

    @Override
    public boolean isHeldByCurrentThread() {
        return owner == Thread.currentThread();
    }

    @Override
    public int getHoldCount() {
        return isHeldByCurrentThread() ? holds : 0;
    }

    /** Records that this thread has it though its task has returned. */
    void taskReturned() {
        if (isHeldByCurrentThread() && !memory.segment.isEnded()) {
            memory.setLeft(member.cell);
        }
    }
}
