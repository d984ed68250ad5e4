package dev.multiprocess;

import java.util.List;
import org.apiguardian.api.API;

/** All elements of a queue have been read, but a process that wrote to it failed or was killed before it was done. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class QueueBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The queue's name. */
    private final String queueName;

    /** The processes that broke it. */
    private final String[] writers;

    /**
     * Reports a stream without a proper end.
     *
     * @param message one sentence
     * @param queueName the queue's name
     * @param writers the names of the processes that failed or were killed
     */
    public QueueBrokenException(String message, String queueName, List<String> writers) {
        super(message);
        this.queueName = queueName;
        this.writers = writers.toArray(String[]::new);
    }

    /**
     * Returns which queue it was.
     *
     * @return its name
     */
    public String queueName() {
        return queueName;
    }

    /**
     * Returns which processes did not finish.
     *
     * @return the names of the processes that failed or were killed
     */
    public List<String> writers() {
        return List.of(writers);
    }
}
