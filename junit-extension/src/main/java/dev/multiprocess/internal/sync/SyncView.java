package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.objects.Handle;

/** What stands in a process for something that threads wait for. Any thread. */
abstract class SyncView implements Handle {

    final SyncMemory memory;
    final Member member;

    SyncView(Member member) {
        this.member = member;
        memory = member.memory;
    }

    @Override
    public String handleId() {
        return memory.segment.id().handleId();
    }

    public String name() {
        return memory.name();
    }

    @Override
    public String toString() {
        return memory.toString();
    }

    /** Before whatever is done with it. */
    void requireUsable() {
        memory.segment.usable();
    }

    static void requireUninterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
