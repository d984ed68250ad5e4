package dev.multiprocess.internal.start;

import dev.multiprocess.StartMethod;
import dev.multiprocess.internal.archive.ClassArchives;
import dev.multiprocess.internal.jvm.JvmSpec;

/** One launcher for each child, by its start method. */
public final class Launchers {

    private final StartHost host;
    private final ClassArchives archives;
    private final ForkServer server;

    public Launchers(StartHost host, ClassArchives archives, ForkServer server) {
        this.host = host;
        this.archives = archives;
        this.server = server;
    }

    /**
     * Chooses the way.
     *
     * @param spec what the JVM must be started with
     * @param testClass the class whose code the child is about to run
     */
    public ChildLauncher of(StartMethod method, JvmSpec spec, Class<?> testClass) {
        return switch (method) {
            case SPAWN, INFERRED -> new SpawnLauncher(host, spec);
            case FORK -> new ForkLauncher(host, archives, spec);
            case FORK_SERVER -> server.launcher(spec, testClass);
        };
    }
}
