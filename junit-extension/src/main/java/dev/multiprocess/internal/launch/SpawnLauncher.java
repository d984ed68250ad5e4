package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.jvm.JvmSpec;
import java.io.IOException;
import java.util.List;

/** Starts a new JVM that has nothing but what it is started with. */
final class SpawnLauncher implements ChildLauncher {

    private final TestRun run;
    private final JvmSpec spec;
    private final int number;

    SpawnLauncher(TestRun run, JvmSpec spec) {
        this.run = run;
        this.spec = spec;
        number = run.nextNumber();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Launched launch(LaunchRequest request) throws IOException {
        return request.launch(spec, List.of(), "a new JVM", run.listenFor(number));
    }
}
