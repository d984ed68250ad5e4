package dev.multiprocess.internal.launch;

import dev.multiprocess.ProcessOptions;
import dev.multiprocess.internal.archive.ClassArchives;
import dev.multiprocess.internal.jvm.Defaults;
import dev.multiprocess.internal.jvm.JvmSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts a new JVM over the class-data archive of this run, which takes over the test JVM's state. */
final class ForkLauncher implements ChildLauncher {

    private final JvmSpec spec;
    private final int number;
    private final TestRun run;

    ForkLauncher(TestRun run, JvmSpec spec) {
        this.run = run;
        this.spec = spec;
        number = run.nextNumber();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Optional<StateCapture> inherited(TestIdentity test, ProcessOptions process) {
        return Optional.of(
                StateCapture.of(test.testClass(), process.systemProperties().keySet()));
    }

    @Override
    public Launched launch(LaunchRequest request) throws IOException {
        List<String> more = new ArrayList<>(Defaults.arguments());
        ClassArchives.Use archive = run.archives().forChild(spec);
        more.addAll(archive.arguments());
        return request.launch(archive.spec(), more, "a new JVM, " + archive.how(), run.listenFor(number));
    }
}
