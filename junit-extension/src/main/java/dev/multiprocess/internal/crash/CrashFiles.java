package dev.multiprocess.internal.crash;

import java.nio.file.Path;

/** What is beside the directory that a crash has left. */
final class CrashFiles {

    private CrashFiles() {}

    /** Where the work runs, if it really runs for this crash. */
    static Path run(Path found) {
        return beside(found, ".run");
    }

    /** Where the check works, so that what it found stays as it was. */
    static Path checked(Path found) {
        return beside(found, ".checked");
    }

    /** What is recorded of the run, or of the check. */
    static Path log(Path found) {
        return beside(found, ".recording");
    }

    private static Path beside(Path directory, String ending) {
        return directory.resolveSibling(directory.getFileName() + ending);
    }
}
