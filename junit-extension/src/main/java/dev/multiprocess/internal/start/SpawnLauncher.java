package dev.multiprocess.internal.start;

import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.jvm.StartedJvm;
import java.io.IOException;
import java.util.List;

/** Starts a new JVM that has only what it is started with. */
final class SpawnLauncher implements ChildLauncher {

    private final StartHost host;
    private final JvmSpec spec;
    private final int number;

    SpawnLauncher(StartHost host, JvmSpec spec) {
        this.host = host;
        this.spec = spec;
        number = host.nextNumber();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public StartedJvm start(JvmOrder order) throws IOException {
        return NewJvm.start(order, spec, List.of(), "a new JVM", host.listenFor(number));
    }
}
