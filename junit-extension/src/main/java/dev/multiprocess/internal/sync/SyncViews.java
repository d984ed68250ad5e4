package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.bell.Doorbell;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.internal.segment.SegmentView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Makes what stands in one process for what processes coordinate with. Any thread. No lambda: a child makes one before its
 * task begins.
 */
public final class SyncViews implements SegmentView<Handle> {

    private final int process;
    private final String processName;
    private final Doorbell doorbell;
    private final Function<byte[], Object> reader;
    private final List<LockView> locks = new CopyOnWriteArrayList<>();

    /**
     * Of one process.
     *
     * @param process its number; 0 for the test JVM
     * @param processName for messages
     * @param doorbell where others ring
     * @param reader of the actions of barriers
     */
    public SyncViews(int process, String processName, Doorbell doorbell, Function<byte[], Object> reader) {
        this.process = process;
        this.processName = processName;
        this.doorbell = doorbell;
        this.reader = reader;
    }

    @Override
    public Handle of(Segment segment) {
        SyncKind kind = SyncKind.of(segment.id().kind()).orElseThrow();
        return switch (kind) {
            case LONG -> new LongView(segment);
            case LONG_ARRAY -> new LongArrayView(segment);
            case LOCK -> lock(member(segment));
            case SEMAPHORE -> new SemaphoreView(member(segment));
            case LATCH -> new LatchView(member(segment));
            case EVENT -> new EventView(member(segment));
            case BARRIER -> new BarrierView(member(segment), reader);
        };
    }

    private Member member(Segment segment) {
        return new Member(new SyncMemory(segment), process, processName, doorbell);
    }

    private LockView lock(Member member) {
        LockView lock = new LockView(member);
        for (LockView each : locks) {
            if (each.memory.segment.isEnded()) {
                locks.remove(each);
            }
        }
        locks.add(lock);
        return lock;
    }

    /** Notes that the task that this thread has run has returned: it should have no lock. */
    public void taskReturned() {
        for (LockView lock : locks) {
            lock.taskReturned();
        }
    }
}
