package dev.multiprocess.internal.sync;

import dev.multiprocess.sync.ProcessLatch;
import java.util.concurrent.TimeUnit;

/** A latch as one process sees it: its word is the count. Any thread. */
final class LatchView extends SyncView implements ProcessLatch, Member.Waitable {

    LatchView(Member member) {
        super(member);
    }

    @Override
    public void await() throws InterruptedException {
        requireUninterrupted();
        requireUsable();
        if (!attempt()) {
            member.awaitInterruptibly(this);
        }
    }

    @Override
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        requireUninterrupted();
        requireUsable();
        return attempt() || member.await(this, unit.toNanos(timeout), true);
    }

    @Override
    public void countDown() {
        requireUsable();
        long count = memory.state();
        while (count > 0 && !memory.moveState(count, count - 1)) {
            count = memory.state();
        }
        if (count == 1) {
            member.changed();
        }
    }

    @Override
    public long getCount() {
        requireUsable();
        return memory.state();
    }

    @Override
    public boolean attempt() {
        return memory.state() == 0;
    }

    @Override
    public boolean isStuck() {
        return !attempt();
    }

    @Override
    public String words() {
        return toString();
    }
}
