package dev.multiprocess;

import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/** A test or the start of a child took longer than it was allowed to; the children concerned were killed. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class ChildTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The names of the children that were waited for. */
    private final String[] childNames;

    /** The limit that was exceeded. */
    private final Duration limit;

    /**
     * Reports a limit that was exceeded.
     *
     * @param message one sentence, then facts
     * @param childNames the children that were still alive
     * @param limit the timeout
     */
    public ChildTimeoutException(String message, List<String> childNames, Duration limit) {
        super(message);
        this.childNames = childNames.toArray(String[]::new);
        this.limit = limit;
    }

    /**
     * Returns which children were still alive.
     *
     * @return their names
     */
    public List<String> childNames() {
        return List.of(childNames);
    }

    /**
     * Returns the limit that was exceeded.
     *
     * @return the timeout in force
     */
    public Duration limit() {
        return limit;
    }
}
