package dev.multiprocess.internal.launch;

import dev.multiprocess.StartMethod;
import java.io.IOException;

/** Makes a process that will ask for its job; one implementation a start method. */
interface ChildLauncher {

    /** Starts a process and returns as soon as it exists. */
    Process launch(LaunchRequest request) throws IOException;

    /** Chooses the implementation; the options have refused what there is none for. */
    static ChildLauncher of(StartMethod method) {
        return switch (method) {
            case SPAWN, INFERRED -> new SpawnLauncher();
            case FORK, FORK_SERVER -> throw new IllegalStateException("start method " + method + " is not built yet");
        };
    }
}
