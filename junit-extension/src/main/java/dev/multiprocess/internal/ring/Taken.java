package dev.multiprocess.internal.ring;

import java.util.List;

/**
 * The outcome of taking from a queue.
 *
 * @param outcome what came of it
 * @param element the element, for {@link Outcome#ELEMENT}; otherwise {@code null}
 * @param writers who broke the stream, for {@link Outcome#BROKEN}; otherwise empty
 */
public record Taken(Outcome outcome, Element element, List<String> writers) {

    /** What can come of taking; the order is part of the protocol. */
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
    public static final Taken EMPTY = new Taken(Outcome.EMPTY, null, List.of());

    /**
     * Makes the outcome of having taken an element.
     *
     * @param element the element
     * @return with no writers
     */
    public static Taken element(Element element) {
        return new Taken(Outcome.ELEMENT, element, List.of());
    }

    /**
     * Makes the outcome of having taken nothing.
     *
     * @param outcome why
     * @param writers who broke the stream
     * @return without an element
     */
    public static Taken nothing(Outcome outcome, List<String> writers) {
        return new Taken(outcome, null, writers);
    }
}
