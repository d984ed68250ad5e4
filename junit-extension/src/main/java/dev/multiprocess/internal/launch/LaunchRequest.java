package dev.multiprocess.internal.launch;

import dev.multiprocess.ProcessOptions;
import dev.multiprocess.config.MultiProcessOptions;
import java.nio.file.Path;
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
 * @param directory where its files go
 * @param privateDirectory where the test JVM listens
 * @param cookie environment variables that mark it
 * @param test whose child it is
 * @param debugPort where it waits for a debugger; empty if it does not
 */
record LaunchRequest(
        int child,
        String name,
        int start,
        MultiProcessOptions options,
        ProcessOptions process,
        Path directory,
        Path privateDirectory,
        Map<String, String> cookie,
        TestIdentity test,
        Optional<DebugPort> debugPort) {

    /** Its name, and which of that name it is unless it is the first; no other child of its test has the same. */
    String label() {
        return start == 1 ? name : name + "~" + start;
    }

    Path file(String suffix) {
        return directory.resolve(label() + suffix);
    }

    /** A JVM that is started for this child. */
    JvmStart start(JvmSpec spec) {
        JvmSpec own = debugPort.map(port -> spec.withArgument(port.argument())).orElse(spec);
        return new JvmStart(own, child, privateDirectory, cookie, directory.resolve(label()));
    }
}
