package dev.multiprocess.internal.os;

import java.io.IOException;

/** A path cannot be used since other users can change what is there; the message says what is at fault, and why. */
public final class SharedPathException extends IOException {

    private static final long serialVersionUID = 1;

    SharedPathException(String message) {
        super(message);
    }
}
