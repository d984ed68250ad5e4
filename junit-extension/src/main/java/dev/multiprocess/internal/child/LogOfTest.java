package dev.multiprocess.internal.child;

import dev.multiprocess.internal.events.EventLog;
import dev.multiprocess.internal.events.Events;
import dev.multiprocess.internal.segment.Segment;
import dev.multiprocess.internal.segment.SegmentId;
import java.io.UncheckedIOException;

/** The log of the test of a child, which is mapped when the child has something to write. */
final class LogOfTest implements Events.Source {

    private final String handleId;
    private volatile EventLog log;
    private volatile boolean asked;

    LogOfTest(String handleId) {
        this.handleId = handleId;
    }

    @Override
    public EventLog log() {
        return asked ? log : open();
    }

    private synchronized EventLog open() {
        if (!asked) {
            try {
                log = new EventLog(Segment.open(SegmentId.of(handleId)).usable());
            } catch (IllegalStateException | UncheckedIOException testIsOver) {
                log = null;
            }
            asked = true;
        }
        return log;
    }
}
