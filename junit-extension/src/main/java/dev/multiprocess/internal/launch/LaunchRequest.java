package dev.multiprocess.internal.launch;

import dev.multiprocess.ProcessOptions;
import dev.multiprocess.config.MultiProcessOptions;
import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.jvm.JvmStart;
import dev.multiprocess.internal.link.Job;
import dev.multiprocess.internal.link.JobFile;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a start method needs to know of one child.
 *
 * @param child its number
 * @param name its name
 * @param start how many children of that name there are with it
 * @param options the test's
 * @param process the child's own
 * @param files where its files go: their paths without the ending
 * @param privateDirectory where the test JVM listens
 * @param cookie environment variables that mark it
 * @param test whose child it is
 * @param debugPort where it waits for a debugger; empty if it does not
 * @param job what it is to do
 * @param agents names of those that its JVM is started with
 */
record LaunchRequest(
        int child,
        String name,
        int start,
        MultiProcessOptions options,
        ProcessOptions process,
        Path files,
        Path privateDirectory,
        Map<String, String> cookie,
        TestIdentity test,
        Optional<DebugPort> debugPort,
        Job job,
        List<String> agents) {

    /** Its name, and which of that name it is unless it is the first; no other child of its test has the same. */
    String label() {
        return label(name, start);
    }

    static String label(String name, int start) {
        return start == 1 ? name : name + "~" + start;
    }

    Path file(String suffix) {
        return files.resolveSibling(files.getFileName() + suffix);
    }

    /**
     * Starts a JVM for this child, which finds its job when it is up.
     *
     * @param more JVM arguments of the start method
     * @param how it is started, in words
     * @param fifos for its link; empty if it is to call by the socket
     */
    ChildLauncher.Launched launch(JvmSpec spec, List<String> more, String how, Optional<ListenedFifos> fifos)
            throws IOException {
        JvmSpec own = debugPort.map(port -> spec.withArgument(port.argument())).orElse(spec);
        JvmStart start = new JvmStart(own, child, privateDirectory, cookie, files);
        JobFile file = new JobFile(new PrivateDirectory(privateDirectory).jobFile(child));
        String[] words = fifos.stream().map(ListenedFifos::name).toArray(String[]::new);
        try {
            file.write(job);
            Process process = start.start(more, words);
            return new ChildLauncher.Launched(
                    process,
                    ProcessIdentity.of(process.toHandle()),
                    start,
                    start.argumentFile(),
                    how,
                    Optional.of(file),
                    fifos);
        } catch (IOException | RuntimeException e) {
            file.delete();
            fifos.ifPresent(each -> each.link().drainAndClose());
            throw e;
        }
    }
}
