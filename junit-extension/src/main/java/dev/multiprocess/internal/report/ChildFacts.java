package dev.multiprocess.internal.report;

import dev.multiprocess.ExitStatus;
import dev.multiprocess.StartMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one child at one moment: all that its failures are made from.
 *
 * @param id which child
 * @param test names its test
 * @param startMethod how its JVM came to be
 * @param bootTime from the start of its process to that of its task; empty if the task has not begun
 * @param limits of its time, and which have passed
 * @param ending how it ended; empty while it lives
 * @param exitStack what it has said about a call of exit; empty if it has said nothing
 * @param lingering its threads when it lived on after its task; empty if it did not
 * @param crashReport the file in which its JVM has reported a crash; empty if it has not
 * @param heapDump the file to which its JVM has dumped its heap; empty if it has not
 * @param agents names of those that its JVM was started with
 * @param heapLimit how much heap its JVM may have, in words
 * @param output what it has written
 * @param startedAt where the test has started it
 */
public record ChildFacts(
        ChildId id,
        String test,
        StartMethod startMethod,
        Optional<Duration> bootTime,
        Limits limits,
        Optional<Ending> ending,
        Optional<String> exitStack,
        Optional<String> lingering,
        Optional<Path> crashReport,
        Optional<Path> heapDump,
        List<String> agents,
        String heapLimit,
        Output output,
        List<StackTraceElement> startedAt) {

    /**
     * What a child has written.
     *
     * @param last its last lines
     * @param file all of it
     * @param lost what of it was lost; empty if nothing was
     * @param ownFiles what is in its own directory
     */
    public record Output(List<String> last, Path file, Optional<String> lost, List<Path> ownFiles) {}

    /** How it ended, once it has. */
    Ending end() {
        return ending.orElseThrow();
    }

    /** How it ended, as tests see it. */
    public ExitStatus exit() {
        return end().status();
    }

    /** The stack of a failure that comes from no exception of the child. */
    public StackTraceElement[] stack() {
        return StitchedStack.startOf(id, startedAt).toArray(StackTraceElement[]::new);
    }
}
