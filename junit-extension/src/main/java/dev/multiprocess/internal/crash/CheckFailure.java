package dev.multiprocess.internal.crash;

import dev.multiprocess.ChildFailedException;
import java.nio.file.Path;

/**
 * A check has failed. Immutable.
 *
 * @param key of the crash whose directory was checked
 * @param failure of its child
 * @param output what the child has printed
 */
record CheckFailure(String key, Throwable failure, Path output) {

    /** What the check has thrown, where it has; otherwise what is known of its end. */
    Throwable own() {
        return failure instanceof ChildFailedException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
