package dev.multiprocess.internal.crash;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.crashed.CheckTask;
import dev.multiprocess.internal.crashed.CrashAt;
import dev.multiprocess.internal.crashed.PrepareTask;
import dev.multiprocess.internal.crashed.WorkTask;
import dev.multiprocess.internal.os.OwnDirectory;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.record.AgentFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts the children of a crash test and waits for them. Thread-safe. */
final class CrashChildren {

    /** What a child's output, and how it was started, is written to. */
    private static final List<String> FILES = List.of(".txt", ".launch.txt", ".args");

    private final CrashHost host;
    private final ProcessOptions options;
    private ProcessOptions recorded;

    CrashChildren(CrashHost host, ProcessOptions options) {
        this.host = host;
        this.options = limited(options, host.timeout());
    }

    /** A point has the timeout of the test, unless the user has said otherwise. */
    private static ProcessOptions limited(ProcessOptions options, Duration timeout) {
        boolean ownLimit = options.hardLimit().isPresent()
                || options.softLimit()
                        .filter(soft -> soft.compareTo(timeout) >= 0)
                        .isPresent();
        return ownLimit ? options : options.hardLimit(timeout);
    }

    /** The same with the agent, which is made when it is needed first. */
    private synchronized ProcessOptions recorded() throws IOException {
        if (recorded == null) {
            OwnDirectory.makeBelow(host.agents());
            Path javaHome = options.javaHome().orElseGet(() -> Path.of(System.getProperty("java.home")));
            recorded = options.jvmArgs(
                    AgentFiles.of(javaHome, host.agents()).arguments().toArray(String[]::new));
        }
        return recorded;
    }

    void prepare(String name, CrashTests.Preparation preparation, Path directory) {
        host.start(name, new PrepareTask(preparation, directory.toString()), options)
                .result();
    }

    /**
     * Lets the work run to its end.
     *
     * @return how long it has taken, in nanoseconds
     */
    long work(String name, CrashTests.Work work, Path directory, Path log, CrashAt at) throws IOException {
        return host.start(name, new WorkTask(work, directory.toString(), log.toString(), at), recorded())
                .result();
    }

    /**
     * Lets the work run until it is killed, or to its end if it never gets there.
     *
     * @throws ChildFailedException if it has ended in another way
     */
    void killed(String name, CrashTests.Work work, Path directory, Path log, CrashAt at) throws IOException {
        Child<Long> child = host.start(name, new WorkTask(work, directory.toString(), log.toString(), at), recorded());
        if (!child.awaitExit().isSuccess()) {
            // Throws for every other end, such as a kill at the limit.
            child.expectKilled().join();
        }
        removeFiles(child);
    }

    /** There would be hundreds of those that have nothing to say. */
    private static void removeFiles(Child<?> child) throws IOException {
        for (String ending : FILES) {
            Files.deleteIfExists(child.plan().file(ending));
        }
    }

    /** The name of the child that checks what a crash has left. */
    static String checkOf(String key) {
        return "check-" + key.replace('+', '_');
    }

    /**
     * Checks a directory.
     *
     * @param key of the crash that is checked, in the name of the child
     * @param log where the check is recorded; empty for none
     * @return what it has failed with
     */
    Optional<CheckFailure> check(
            String key, CrashTests.Check check, Path directory, List<String> promised, Optional<Path> log)
            throws IOException {
        Child<Void> child = host.start(
                checkOf(key),
                new CheckTask(
                        check,
                        directory.toString(),
                        promised,
                        log.map(Path::toString).orElse("")),
                log.isPresent() ? recorded() : options);
        try {
            child.result();
            removeFiles(child);
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            return Optional.of(new CheckFailure(key, e, child.outputFile()));
        }
    }
}
