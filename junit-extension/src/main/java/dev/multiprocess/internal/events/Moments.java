package dev.multiprocess.internal.events;

import java.util.ArrayList;
import java.util.List;

/** What the test JVM knows of the life of one child, and since when. Thread-safe. */
public final class Moments {

    /** A child that is paused and resumed in a loop has more. */
    private static final int MOST = 1000;

    private final List<Moment> all = new ArrayList<>();

    /** What can be known. */
    public enum Kind {
        /** Its process was made, or a waiting one was taken. */
        STARTED,

        /** Its JVM is up, and has a link to the test JVM. */
        UP,

        /** Its task has begun. */
        BEGAN,

        /** Its task has returned. */
        RETURNED,

        /** Its task has thrown. */
        THREW,

        /** Its JVM has begun to exit. */
        EXITING,

        /** It was asked to stop. */
        ASKED_TO_STOP,

        /** Its task was interrupted. */
        INTERRUPTED,

        /** It was killed by its test, or for it. */
        KILLED,

        /** It was paused. */
        PAUSED,

        /** It was resumed. */
        RESUMED,

        /** Its link has ended while it lived. */
        LOST,

        /** Its process has ended. */
        ENDED
    }

    /**
     * One of them.
     *
     * @param nanos of {@link System#nanoTime}
     */
    public record Moment(Kind kind, long nanos) {}

    /** Notes that it is now. */
    public synchronized void add(Kind kind) {
        if (!hasEnded() && (all.size() < MOST || kind == Kind.ENDED)) {
            all.add(new Moment(kind, System.nanoTime()));
        }
    }

    private boolean hasEnded() {
        return !all.isEmpty() && all.get(all.size() - 1).kind() == Kind.ENDED;
    }

    /** All, by time. */
    public synchronized List<Moment> all() {
        return List.copyOf(all);
    }
}
