package dev.multiprocess;

import org.apiguardian.api.API;

/** A queue, or the end of it that was used, was closed, or its test has ended. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class QueueClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** The queue's name. */
    private final String queueName;

    /**
     * Reports a use after the end.
     *
     * @param message one sentence
     * @param queueName the queue's name
     */
    public QueueClosedException(String message, String queueName) {
        super(message);
        this.queueName = queueName;
    }

    /**
     * Returns which queue it was.
     *
     * @return its name
     */
    public String queueName() {
        return queueName;
    }
}
