package dev.multiprocess;

import java.util.List;
import org.apiguardian.api.API;

/** All processes of a test wait for each other, or for something that no process can do any more; the children were ended. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class DeadlockException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Which process waits for which. */
    private final String[] cycle;

    /**
     * Reports a deadlock.
     *
     * @param message one sentence, then facts
     * @param cycle which process waits for which, a sentence for each
     */
    public DeadlockException(String message, List<String> cycle) {
        super(message);
        this.cycle = cycle.toArray(String[]::new);
    }

    /**
     * Returns which process waits for which.
     *
     * @return a sentence for each process, beginning with the test JVM's
     */
    public List<String> cycle() {
        return List.of(cycle);
    }
}
