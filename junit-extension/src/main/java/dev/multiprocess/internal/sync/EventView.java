package dev.multiprocess.internal.sync;

import dev.multiprocess.sync.ProcessEvent;
import java.util.concurrent.TimeUnit;

/** An event as one process sees it: its word counts how often it was set and cleared, and is odd while it is set. Any thread. */
final class EventView extends SyncView implements ProcessEvent {

    EventView(Member member) {
        super(member);
    }

    @Override
    public void set() {
        requireUsable();
        long word = memory.state();
        while (!isSet(word)) {
            if (memory.moveState(word, word + 1)) {
                member.changed();
                return;
            }
            word = memory.state();
        }
    }

    @Override
    public void clear() {
        requireUsable();
        long word = memory.state();
        while (isSet(word) && !memory.moveState(word, word + 1)) {
            word = memory.state();
        }
    }

    @Override
    public boolean isSet() {
        requireUsable();
        return isSet(memory.state());
    }

    private static boolean isSet(long word) {
        return word % 2 != 0;
    }

    @Override
    public void await() throws InterruptedException {
        await(Long.MAX_VALUE);
    }

    @Override
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        return await(unit.toNanos(timeout));
    }

    private boolean await(long nanos) throws InterruptedException {
        requireUninterrupted();
        requireUsable();
        long begin = memory.state();
        return isSet(begin) || member.await(new ChangeSince(begin), nanos, true);
    }

    /** It is set, or was since a moment when it was not. */
    private final class ChangeSince implements Member.Waitable {

        private final long begin;

        ChangeSince(long begin) {
            this.begin = begin;
        }

        @Override
        public boolean attempt() {
            return memory.state() != begin;
        }

        @Override
        public boolean isStuck() {
            return !attempt();
        }

        @Override
        public String words() {
            return EventView.this.toString();
        }
    }
}
