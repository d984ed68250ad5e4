package dev.multiprocess.internal.process;

import dev.multiprocess.ProcessOptions;
import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.report.ChildId;
import java.nio.file.Path;
import java.util.List;

/**
 * What is known of a child before there is one.
 *
 * @param number by which it is known
 * @param name its name
 * @param start how many children of that name there are with it
 * @param options the test's
 * @param process the child's own
 * @param files where its files go: their paths without the ending, and so the path of its own directory
 * @param test the test whose child it is
 * @param job what it is to do
 * @param agents names of those that its JVM is started with
 * @param heapLimit how much heap that may have, in words
 * @param program whether its task is the main method of a program, for which an exit with code 0 is a good end
 */
public record ChildPlan(
        int number,
        String name,
        int start,
        MultiProcessOptions options,
        ProcessOptions process,
        Path files,
        String test,
        Job job,
        List<String> agents,
        String heapLimit,
        boolean program) {

    /** Its name, and which of that name it is unless it is the first; no other child of its test has the same. */
    public String label() {
        return ChildId.label(name, start);
    }

    /** Where it may keep what it likes; the child may not have asked for it. */
    public Path directory() {
        return files;
    }

    public Path file(String suffix) {
        return files.resolveSibling(files.getFileName() + suffix);
    }
}
