package dev.multiprocess.internal.inventory;

import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.EventLog;
import dev.multiprocess.internal.events.Events;
import dev.multiprocess.internal.segment.Segment;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;

/** The log of the events of one test, in memory that its processes share; made for its first child. Thread-safe. */
public final class TestLog implements Events.Source {

    private static final System.Logger LOG = System.getLogger(TestLog.class.getName());

    /** A megabyte of memory. */
    private static final int RECORDS = 8191;

    /** How much memory it takes. */
    public static final int BYTES = EventLog.bytes(RECORDS);

    /** What segments of logs are called. */
    public static final String KIND = "log";

    private Supplier<Segment> maker;
    private volatile EventLog log;
    private String handleId;

    /**
     * Has none yet.
     *
     * @param kept whether events are to be written at all
     * @param maker makes memory of {@link #BYTES}
     */
    public TestLog(boolean kept, Supplier<Segment> maker) {
        this.maker = maker;
        handleId = kept ? null : "";
    }

    /** The id of the handle by which a child finds it; empty if there is no memory for one. */
    synchronized String handleId() {
        if (handleId == null) {
            handleId = "";
            // A start does not fail because its thread was interrupted before.
            boolean interrupted = Thread.interrupted();
            try {
                Segment segment = maker.get();
                log = new EventLog(segment.usable());
                handleId = segment.id().handleId();
            } catch (UncheckedIOException e) {
                LOG.log(Level.INFO, "a test has no timeline of its waits and queues: {0}", e.getMessage());
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        return handleId;
    }

    @Override
    public EventLog log() {
        return log;
    }

    /** What is in it, by time. */
    public List<Event> events() {
        EventLog now = log;
        return now == null ? List.of() : now.read();
    }

    /** How many events were written over by later ones. */
    public long lost() {
        EventLog now = log;
        return now == null ? 0 : now.lost();
    }

    /** Lets threads of this JVM write no more, before its memory is given back. */
    public synchronized void end() {
        handleId = "";
        log = null;
        maker = null;
        Events.leave(this);
    }
}
