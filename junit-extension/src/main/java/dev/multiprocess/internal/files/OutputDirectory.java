package dev.multiprocess.internal.files;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.os.OwnDirectory;
import dev.multiprocess.internal.os.SharedPathException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The output directory of a run. It contains argument files and archives, which JVMs execute, so it must be this user's
 * as much as the class path is. Thread-safe.
 */
public final class OutputDirectory {

    private static final String WAITING = "waiting";

    private final Path path;
    private final Supplier<List<Path>> trusted;
    private boolean claimed;

    /** Null until there is a JVM that waits for a task. */
    private Path waiting;

    /**
     * Makes nothing yet.
     *
     * @param trusted what this JVM executes anyway: a user that can change that may change the directory too
     */
    public OutputDirectory(Path path, Supplier<List<Path>> trusted) {
        this.path = path;
        this.trusted = trusted;
    }

    /** Makes the directory unless it is there; fails if another user can change it. */
    public synchronized Path claimed() throws IOException {
        if (!claimed) {
            try {
                OwnDirectory.claim(path, trusted.get());
            } catch (SharedPathException e) {
                throw new MultiProcessConfigurationException(MultiProcessOptions.OUTPUT_DIRECTORY.key()
                        + " must be a directory that no other user can change: '" + path + "', since "
                        + e.getMessage());
            }
            claimed = true;
        }
        return path;
    }

    /** Where the files of JVMs that wait for a task are: a directory of this JVM alone. */
    public synchronized Path waiting() throws IOException {
        if (waiting == null) {
            Path all = waiting(claimed());
            OwnDirectory.makeBelow(all);
            waiting = OwnDirectory.make(all, "");
        }
        return waiting;
    }

    /** Where all test JVMs have such directories. */
    public static Path waiting(Path outputDirectory) {
        return outputDirectory.resolve(WAITING);
    }

    /** Removes what is no longer read; a crash report stays until a later run. */
    public synchronized void close() {
        if (waiting == null) {
            return;
        }
        try {
            if (isEmptyOfReports()) {
                for (Path part : OwnDirectory.parts(waiting)) {
                    Files.deleteIfExists(part);
                }
            }
        } catch (DirectoryNotEmptyException e) {
            // A report came meanwhile.
        } catch (IOException e) {
            System.getLogger(OutputDirectory.class.getName())
                    .log(Level.WARNING, "the directory {0} could not be removed: {1}", waiting, e);
        }
        waiting = null;
    }

    private boolean isEmptyOfReports() throws IOException {
        List<Path> parts = OwnDirectory.parts(waiting);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(waiting)) {
            for (Path file : files) {
                if (!parts.contains(file)) {
                    return false;
                }
            }
            return true;
        }
    }
}
