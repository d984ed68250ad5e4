package dev.multiprocess.internal.wire;

import java.io.IOException;

/** What arrived on a connection is not what the protocol allows. */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a violation.
     *
     * @param message what came and what was expected
     */
    public ProtocolException(String message) {
        super(message);
    }
}
