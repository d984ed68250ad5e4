package dev.multiprocess.maven;

import dev.multiprocess.internal.wire.Dialer;
import dev.multiprocess.internal.wire.Greeting;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.surefire.api.suite.RunResult;
import org.apache.maven.surefire.extensions.ForkedProcessTimeoutContext;
import org.apache.maven.surefire.extensions.ForkedProcessTimeoutExtension;

/**
 * Asks a test JVM what its tests do, when Surefire or Failsafe 3.6 or later is about to kill it for
 * {@code forkedProcessTimeoutInSeconds}. The answer goes to the build's log, and into files of each test.
 *
 * <p>Found by Surefire as a service, on its own class path, where {@link ModuleModel} puts this plugin.
 */
public final class ForkTimeoutDiagnosis implements ForkedProcessTimeoutExtension {

    /** Below the 30 seconds that Surefire grants. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** Made by Surefire. */
    public ForkTimeoutDiagnosis() {}

    @Override
    public void onTimeoutDetected(ForkedProcessTimeoutContext fork) throws IOException {
        for (ProcessHandle process : candidates(fork.getPid())) {
            for (PrivateDirectory directory : PrivateDirectory.of(process.pid())) {
                String told =
                        new Dialer(directory, directory.secret()).ask(new Greeting(Greeting.DIAGNOSIS, 0, 0), LIMIT);
                told.lines().forEach(fork.getConsoleLogger()::warning);
            }
        }
    }

    /** Surefire may give the pid of a shell, with the test JVM below it. */
    private static List<ProcessHandle> candidates(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(fork -> Stream.concat(Stream.of(fork), fork.descendants()))
                .toList();
    }

    @Override
    public void onForkExited(ForkedProcessTimeoutContext fork, RunResult result) {
        // The children end by themselves when their test JVM does.
    }
}
