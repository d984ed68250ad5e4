package dev.multiprocess;

import org.apiguardian.api.API;

/** A setting, an annotation or an option has a value that is not allowed; nothing was started. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class MultiProcessConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a wrong value.
     *
     * @param message subject, value, where it came from and what is allowed, in one sentence
     */
    public MultiProcessConfigurationException(String message) {
        super(message);
    }

    /**
     * Reports a wrong value that another exception found.
     *
     * @param message subject, value, where it came from and what is allowed, in one sentence
     * @param cause what found it
     */
    public MultiProcessConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
