package dev.multiprocess.internal.recorder;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;

/** How the JDK reports that an operation has failed. */
enum Fault {
    /** By an exception with the system's text. */
    IO,
    /** By what becomes an exception with the path, or a more special one. */
    PATH,
    /** As opening a stream. */
    NOT_FOUND,
    /** As {@link java.io.FileDescriptor#sync()}. */
    SYNC,
    /** As {@link java.nio.MappedByteBuffer#force()}. */
    UNCHECKED,
    /** By its result, which cannot be injected. */
    RESULT;

    /** Without a switch: what compilers make of one over an enum differs, and each class that is defined is listed. */
    Exception exception(int errno, String path, Natives natives) {
        String text = text(errno);
        if (this == PATH) {
            return natives.pathFailure(errno, text);
        }
        if (this == NOT_FOUND) {
            return new FileNotFoundException(path.concat(" (").concat(text).concat(")"));
        }
        if (this == SYNC) {
            return new SyncFailedException("sync failed");
        }
        return this == UNCHECKED ? new UncheckedIOException(new IOException(text)) : new IOException(text);
    }

    private static String text(int errno) {
        return switch (errno) {
            case 5 -> "Input/output error";
            case 28 -> "No space left on device";
            case 30 -> "Read-only file system";
            case 122 -> "Disk quota exceeded";
            default -> "error ".concat(Integer.toString(errno));
        };
    }
}
