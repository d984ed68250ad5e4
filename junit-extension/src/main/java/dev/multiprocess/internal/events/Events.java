package dev.multiprocess.internal.events;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;

/**
 * Writes what this process does to the log of its test: that of the child's test in a child, that of the test which the
 * thread belongs to in a test JVM. Where there is none, nothing is done.
 */
public final class Events {

    /** Shorter waits are not worth a record each: a queue that is always nearly empty would fill the log with them. */
    static final long KEPT_NANOS = 1_000_000;

    private static final ThreadLocal<Recycled> RECYCLED = new ThreadLocal<>() {
        @Override
        protected Recycled initialValue() {
            return new Recycled();
        }
    };

    /** What a test starts in its own JVM belongs to it as well. */
    private static final ThreadLocal<Source> OF_TEST = new InheritableThreadLocal<>();

    private static volatile Source ofChild;
    private static volatile int process;

    /** Where a process gets the log of a test. */
    public interface Source {

        /**
         * Returns it.
         *
         * @return null while the test has none
         */
        EventLog log();
    }

    /** The record that this thread wrote last, as long as it may write the next event over it. */
    private static final class Recycled {

        /** Threads that outlive a test must not keep its memory. */
        private WeakReference<EventLog> log = new WeakReference<>(null);

        private long record = -1;
        private boolean open;
    }

    private Events() {}

    /**
     * Makes this the process of a child.
     *
     * @param number of the child
     * @param log of its test
     */
    public static void ofChild(int number, Source log) {
        process = number;
        ofChild = log;
    }

    /**
     * Makes this thread one of a test, with all that it starts.
     *
     * @param log null for none
     * @return that which it had before
     */
    public static Source enter(Source log) {
        Source before = OF_TEST.get();
        if (log == null) {
            OF_TEST.remove();
        } else {
            OF_TEST.set(log);
        }
        return before;
    }

    /** Leaves a test, if this thread is one of it. */
    public static void leave(Source log) {
        if (OF_TEST.get() == log) {
            OF_TEST.remove();
        }
    }

    private static EventLog log() {
        Source here = ofChild;
        if (here == null) {
            here = OF_TEST.get();
        }
        return here == null ? null : here.log();
    }

    /** Something that takes time, from its {@link #begin} to its {@link #end}, by one thread. */
    public static final class Span {

        private final EventLog log;
        private final long record;
        private final long begin;

        private Span(EventLog log, long record, long begin) {
            this.log = log;
            this.record = record;
            this.begin = begin;
        }

        /** Ends it. If it was short and this thread begins another, it is forgotten. */
        public void end() {
            long now = System.nanoTime();
            try {
                log.end(record, now);
            } catch (IllegalStateException testIsOver) {
                // Its memory was given back.
            }
            Recycled recycled = RECYCLED.get();
            if (recycled.log.refersTo(log) && recycled.record == record) {
                recycled.open = false;
                if (now - begin >= KEPT_NANOS) {
                    recycled.record = -1;
                }
            }
        }
    }

    /**
     * Begins something that takes time.
     *
     * @return null if no log is kept
     */
    public static Span begin(Event.Kind kind, long number, String text) {
        EventLog log = log();
        if (log == null) {
            return null;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long begin = System.nanoTime();
        Recycled recycled = RECYCLED.get();
        try {
            return begin(log, recycled, kind, begin, number, bytes);
        } catch (IllegalStateException testIsOver) {
            // Its memory was given back.
            return null;
        }
    }

    private static Span begin(EventLog log, Recycled recycled, Event.Kind kind, long begin, long number, byte[] bytes) {
        if (!recycled.log.refersTo(log)) {
            // Of an earlier test, in which something may never have ended.
            recycled.log = new WeakReference<>(log);
            recycled.open = false;
            recycled.record = -1;
        }
        long record = recycled.record;
        if (!recycled.open && record >= 0 && log.has(record)) {
            log.write(record, kind, process, begin, Event.OPEN, number, 0, bytes);
        } else {
            record = log.add(kind, process, begin, Event.OPEN, number, 0, bytes);
        }
        if (!recycled.open) {
            recycled.record = record;
            recycled.open = true;
        }
        return new Span(log, record, begin);
    }

    /** Writes something that takes no time. */
    public static void at(Event.Kind kind, long number, long detail, String text) {
        EventLog log = log();
        if (log != null) {
            long now = System.nanoTime();
            try {
                log.add(kind, process, now, now, number, detail, text.getBytes(StandardCharsets.UTF_8));
            } catch (IllegalStateException testIsOver) {
                // Its memory was given back.
            }
        }
    }
}
