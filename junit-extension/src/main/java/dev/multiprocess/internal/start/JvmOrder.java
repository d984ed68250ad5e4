package dev.multiprocess.internal.start;

import dev.multiprocess.internal.jvm.DebugPort;
import dev.multiprocess.internal.link.Job;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The JVM that a child needs.
 *
 * @param number the child's
 * @param job what it is to do
 * @param files where its files go: their paths without the ending
 * @param privateDirectory where the test JVM listens
 * @param cookie environment variables that mark it
 * @param input what it reads from its standard input; empty if that is to be empty
 * @param debugPort where it waits for a debugger; empty if it does not
 */
public record JvmOrder(
        int number,
        Job job,
        Path files,
        Path privateDirectory,
        Map<String, String> cookie,
        Optional<String> input,
        Optional<DebugPort> debugPort) {

    /** Where what it reads from its standard input belongs. */
    Path inputFile() {
        return files.resolveSibling(files.getFileName() + ".in.txt");
    }

    /** Where the arguments of its JVM belong. */
    Path argumentFile() {
        return files.resolveSibling(files.getFileName() + ".args");
    }
}
