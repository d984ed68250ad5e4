package dev.multiprocess.internal.slots;

import dev.multiprocess.internal.elements.Element;
import java.nio.ByteBuffer;
import java.util.List;

/** The outcome of taking from a queue. */
public final class Taken {

    /** The possible results of taking; the order is part of the protocol. */
    public enum Outcome {
        /** There was an element. */
        ELEMENT,

        /** There was none in time. */
        EMPTY,

        /** There will be none: all writers are done. */
        END,

        /** There will be none: all writers are done, but not all have finished. */
        BROKEN,

        /** There will be none: the queue was closed. */
        CLOSED
    }

    /** Nothing yet. */
    public static final Taken EMPTY = new Taken(Outcome.EMPTY, null, null, 0, List.of());

    /** The element; {@code null} if there was none, or if it is {@link #shown}. */
    public final Element element;

    /** The element where it is in the queue's memory; {@code null} if there was none, or if it was copied. */
    public final Shown shown;

    private final Outcome outcome;
    private final int writer;
    private final List<String> brokenBy;

    /** The next one that is {@link Undelivered}, if this is one. */
    public Taken next;

    /**
     * A raw element that stays where it is until {@link SharedQueue#done}.
     *
     * @param bytes of it, to be read only
     * @param cell keeps them
     */
    public record Shown(ByteBuffer bytes, int cell) {}

    private Taken(Outcome outcome, Element element, Shown shown, int writer, List<String> brokenBy) {
        this.outcome = outcome;
        this.element = element;
        this.shown = shown;
        this.writer = writer;
        this.brokenBy = brokenBy;
    }

    /**
     * Makes the outcome of having taken an element.
     *
     * @param element the element
     * @param writer the participant that put it
     * @return with an element
     */
    public static Taken element(Element element, int writer) {
        return new Taken(Outcome.ELEMENT, element, null, writer, List.of());
    }

    /** Makes the outcome of having taken an element that stays where it is. */
    static Taken shown(Shown shown, int writer) {
        return new Taken(Outcome.ELEMENT, null, shown, writer, List.of());
    }

    /**
     * Makes the outcome of having taken nothing.
     *
     * @param outcome why
     * @param brokenBy which writers broke the stream
     * @return without an element
     */
    public static Taken nothing(Outcome outcome, List<String> brokenBy) {
        return new Taken(outcome, null, null, 0, brokenBy);
    }

    /**
     * Returns the result.
     *
     * @return {@link Outcome#ELEMENT} if there is an element
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Returns which participant put the element.
     *
     * @return its number; 0 if there was no element
     */
    public int writer() {
        return writer;
    }

    /**
     * Returns which writers broke the stream.
     *
     * @return names of writers for {@link Outcome#BROKEN}, otherwise none
     */
    public List<String> brokenBy() {
        return brokenBy;
    }

    /**
     * Elements that this process has taken but could not deliver, for lack of memory or stack; its next takes get them.
     * If the process ends first, it has taken them.
     *
     * <p>An element is added without a call, for which there may be no stack: by {@code synchronized} on this object,
     * with {@code taken.next = undelivered.first; undelivered.first = taken;}.
     */
    public static final class Undelivered {

        /** Set with the monitor of this object held; {@code null} if there are none. */
        public volatile Taken first;

        Undelivered() {}

        /** Delivers one of them; {@code null} if there are none. */
        Taken take() {
            if (first == null) {
                return null;
            }
            synchronized (this) {
                Taken taken = first;
                if (taken != null) {
                    first = taken.next;
                }
                return taken;
            }
        }

        int count() {
            int count = 0;
            synchronized (this) {
                for (Taken taken = first; taken != null; taken = taken.next) {
                    count++;
                }
            }
            return count;
        }
    }
}
