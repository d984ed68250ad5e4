package dev.multiprocess;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * An element of a queue cannot be rebuilt in the process that reads it: its own code refused, as the constructor of a
 * record may, or its class is not on the class path here. Taking it has removed it from the queue; looking at it has not.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class UnreadableElementException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The queue's name. */
    private final String queueName;

    /** The process that put the element. */
    private final String writer;

    /** The class at fault, or {@code null}. */
    private final String className;

    /**
     * Reports an element that cannot be read.
     *
     * @param message one sentence
     * @param queueName the queue's name
     * @param writer the name of the process that put the element
     * @param className the class of the element, or of the part of it, that cannot be rebuilt; {@code null} if that is not
     *     known
     * @param cause what the code of that class threw, or {@code null}
     */
    public UnreadableElementException(
            String message, String queueName, String writer, String className, Throwable cause) {
        super(message, cause);
        this.queueName = queueName;
        this.writer = writer;
        this.className = className;
    }

    /**
     * Returns the queue's name.
     *
     * @return as it is shown in messages
     */
    public String queueName() {
        return queueName;
    }

    /**
     * Returns the name of the process that put the element.
     *
     * @return the name of a child, or {@code test JVM}
     */
    public String writer() {
        return writer;
    }

    /**
     * Returns the class that cannot be rebuilt, which is that of the element or of a part of it.
     *
     * @return its name; empty if it is not known
     */
    public Optional<String> className() {
        return Optional.ofNullable(className);
    }
}
