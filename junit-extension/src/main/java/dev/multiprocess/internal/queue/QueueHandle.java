package dev.multiprocess.internal.queue;

import java.util.Locale;
import java.util.Optional;

/** How a queue and its ends are named when they cross to another process: {@code queue:3}, {@code writer:3}. */
public enum QueueHandle {
    /** The queue itself. */
    QUEUE,

    /** Its end for putting. */
    WRITER,

    /** Its end for taking. */
    READER;

    String id(int queue) {
        return name().toLowerCase(Locale.ROOT) + ":" + queue;
    }

    /**
     * Reads a handle's id.
     *
     * @param kind what kind it must be of
     * @param id any handle's id
     * @return the queue's number; empty if the id is of another kind
     */
    public static Optional<Integer> queueOf(QueueHandle kind, String id) {
        String prefix = kind.name().toLowerCase(Locale.ROOT) + ":";
        return id.startsWith(prefix) ? Optional.of(Integer.valueOf(id.substring(prefix.length()))) : Optional.empty();
    }
}
