package dev.multiprocess.internal.sync;

import dev.multiprocess.sync.ProcessSemaphore;
import java.util.concurrent.TimeUnit;

/**
 * A semaphore as one process sees it. Any thread.
 *
 * <p>With owned permits each process notes in its cell what it is about to do, then changes the word, then notes what it has;
 * who changes the word next acknowledges the change before in the cell of the process that had made it. So it can be told
 * whether a dead process had made its last change. No process waits for another one for that.
 */
final class SemaphoreView extends SyncView implements ProcessSemaphore {

    private final boolean owned;
    private final long bound;

    /** For changes of this process, which notes one at a time. */
    private final Object noting = new Object();

    SemaphoreView(Member member) {
        super(member);
        bound = memory.bound();
        owned = bound < 0;
    }

    @Override
    public boolean isOwned() {
        return owned;
    }

    // ---- acquiring

    @Override
    public void acquire(int permits) throws InterruptedException {
        requireCount(permits);
        requireUninterrupted();
        requireUsable();
        if (!take(permits)) {
            member.awaitInterruptibly(new Permits(permits));
        }
    }

    @Override
    public void acquireUninterruptibly(int permits) {
        requireCount(permits);
        requireUsable();
        if (!take(permits)) {
            member.await(new Permits(permits));
        }
    }

    @Override
    public boolean tryAcquire(int permits) {
        requireCount(permits);
        requireUsable();
        return take(permits);
    }

    @Override
    public boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException {
        requireCount(permits);
        requireUninterrupted();
        requireUsable();
        return take(permits) || member.await(new Permits(permits), unit.toNanos(timeout), true);
    }

    @Override
    public int drainPermits() {
        requireUsable();
        while (true) {
            int all = SemaphoreWord.permits(memory.state());
            if (take(all)) {
                return all;
            }
        }
    }

    private boolean take(int permits) {
        if (owned) {
            synchronized (noting) {
                return change(-permits);
            }
        }
        return change(-permits);
    }

    /** Some permits, all at once. */
    private final class Permits implements Member.Waitable {

        private final int permits;

        Permits(int permits) {
            this.permits = permits;
        }

        @Override
        public boolean attempt() {
            return take(permits);
        }

        @Override
        public boolean isStuck() {
            return SemaphoreWord.permits(memory.state()) < permits;
        }

        @Override
        public String words() {
            return (permits == 1 ? "a permit of " : permits + " permits of ") + SemaphoreView.this;
        }
    }

    // ---- releasing

    @Override
    public void release(int permits) {
        requireCount(permits);
        requireUsable();
        if (owned) {
            synchronized (noting) {
                int held = SemaphoreWord.cellNumber(memory.held(member.cell));
                if (held < permits) {
                    throw new IllegalStateException("this process has " + held + " permits of " + this
                            + " and cannot release " + permits
                            + ": permits belong to the process that has acquired them, unless the semaphore is made"
                            + " without owned permits");
                }
                change(permits);
            }
        } else if (!change(permits)) {
            throw new IllegalStateException(this + " has " + availablePermits() + " permits, and cannot have " + permits
                    + " more: its bound is " + bound);
        }
        member.changed();
    }

    @Override
    public int availablePermits() {
        requireUsable();
        return SemaphoreWord.permits(memory.state());
    }

    private void requireCount(int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException(
                    "the number of permits of " + this + " must not be negative: permits=" + permits);
        }
    }

    // ---- both

    /** False if there are too few permits, or would be too many; nothing was changed then. */
    private boolean change(int delta) {
        long word = memory.state();
        while (SemaphoreWord.permits(word) + delta >= 0 && (owned || SemaphoreWord.permits(word) + delta <= bound)) {
            if (owned) {
                if (SemaphoreWord.lastCell(word) != member.cell) {
                    acknowledge(memory, word);
                }
                memory.setPending(member.cell, SemaphoreWord.cell(SemaphoreWord.count(word) + 1, -delta));
            }
            if (memory.moveState(word, SemaphoreWord.changed(word, delta, member.cell))) {
                if (owned) {
                    int held = SemaphoreWord.cellNumber(memory.held(member.cell));
                    memory.setHeld(member.cell, SemaphoreWord.cell(SemaphoreWord.count(word) + 1, held - delta));
                }
                return true;
            }
            word = memory.state();
        }
        return false;
    }

    private static void acknowledge(SyncMemory memory, long word) {
        memory.acknowledge(SemaphoreWord.lastCell(word), SemaphoreWord.count(word));
    }

    /** Gives the permits of a dead process back; only the test JVM does. */
    static void release(SyncMemory memory, int cell, int ownCell) {
        int held = SemaphoreWord.heldByDead(
                memory.state(), cell, memory.held(cell), memory.pending(cell), memory.acknowledged(cell));
        long word = memory.state();
        while (held > 0) {
            acknowledge(memory, word);
            if (memory.moveState(word, SemaphoreWord.changed(word, held, ownCell))) {
                return;
            }
            word = memory.state();
        }
    }
}
