package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.segment.SegmentHandle;

/** What stands in a process for something that threads wait for. Any thread. */
abstract class SyncView extends SegmentHandle {

    final SyncMemory memory;
    final Member member;

    SyncView(Member member) {
        super(member.memory.segment);
        this.member = member;
        memory = member.memory;
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
