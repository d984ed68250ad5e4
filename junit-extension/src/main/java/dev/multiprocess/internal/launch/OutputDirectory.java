package dev.multiprocess.internal.launch;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.config.MultiProcessOptions;
import dev.multiprocess.internal.jvm.ClassPath;
import dev.multiprocess.internal.os.OwnDirectory;
import dev.multiprocess.internal.os.SharedPathException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The output directory of a run. Argument files and archives lie there, which JVMs execute, so that it must be this user's
 * as much as the class path is. Thread-safe.
 */
final class OutputDirectory {

    private static final String WAITING = "waiting";

    private final Path path;
    private boolean claimed;

    /** Null until there is a JVM that waits for a task. */
    private Path waiting;

    /** Makes nothing yet. */
    OutputDirectory(Path path) {
        this.path = path;
    }

    /** Makes the directory unless it is there; fails if another user can change it. */
    synchronized Path claimed() throws IOException {
        if (!claimed) {
            try {
                OwnDirectory.claim(path, trusted());
            } catch (SharedPathException e) {
                throw new MultiProcessConfigurationException(MultiProcessOptions.OUTPUT_DIRECTORY.key()
                        + " must be a directory that no other user can change: '" + path + "', since "
                        + e.getMessage());
            }
            claimed = true;
        }
        return path;
    }

    private static List<Path> trusted() {
        return ClassPath.ofTests(TestRun.loader()).stream().map(Path::of).toList();
    }

    /** Where the files of JVMs lie that wait for a task: a directory of this JVM alone. */
    synchronized Path waiting() throws IOException {
        if (waiting == null) {
            Path all = waiting(claimed());
            OwnDirectory.makeBelow(all);
            waiting = OwnDirectory.make(all, "");
        }
        return waiting;
    }

    /** Where all test JVMs have such directories. */
    static Path waiting(Path outputDirectory) {
        return outputDirectory.resolve(WAITING);
    }

    /** Removes what nobody reads; a crash report stays until a later run. */
    synchronized void close() {
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
