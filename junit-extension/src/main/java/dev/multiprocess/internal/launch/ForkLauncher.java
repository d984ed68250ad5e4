package dev.multiprocess.internal.launch;

import dev.multiprocess.ProcessOptions;
import dev.multiprocess.internal.jvm.Defaults;
import dev.multiprocess.internal.jvm.JvmSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts a new JVM over the class-data archive of this run, which takes over the test JVM's state. */
final class ForkLauncher implements ChildLauncher {

    /** The first release of Java that has an argument to be silent about {@code sun.misc.Unsafe}. */
    private static final int FIRST_THAT_WARNS = 23;

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
        if (spec.feature() >= FIRST_THAT_WARNS) {
            // Final static fields are set by it, and its warning would be in the output of every child.
            more.add("--sun-misc-unsafe-memory-access=allow");
        }
        ClassArchives.Use archive = run.archives().forChild(spec);
        more.addAll(archive.arguments());
        return request.launch(archive.spec(), more, "a new JVM, " + archive.how(), run.listenFor(number));
    }
}
