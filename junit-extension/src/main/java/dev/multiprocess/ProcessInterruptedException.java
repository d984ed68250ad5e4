package dev.multiprocess;

import org.apiguardian.api.API;

/**
 * A thread was interrupted while it waited for a process or a queue; its interrupt flag is set again.
 *
 * <p>The unchecked form of {@link InterruptedException}, for methods that a test's lambda calls.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class ProcessInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports an interrupted wait.
     *
     * @param message what was waited for
     * @param cause the interruption, or {@code null}
     */
    public ProcessInterruptedException(String message, InterruptedException cause) {
        super(message, cause);
    }
}
