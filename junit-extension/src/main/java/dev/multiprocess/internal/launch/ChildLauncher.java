package dev.multiprocess.internal.launch;

import dev.multiprocess.ProcessOptions;
import dev.multiprocess.StartMethod;
import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.jvm.JvmStart;
import dev.multiprocess.internal.link.JobFile;
import dev.multiprocess.internal.os.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gets the JVM of one child, in the way of one start method.
 *
 * <p>Its number is known before there is a process, since what the child captured is noted under it.
 */
interface ChildLauncher {

    /**
     * A process that asks for its task, or will.
     *
     * @param process not yet watched
     * @param identity of the process; empty if it had ended before it could be looked at
     * @param start what it was started with
     * @param argumentFile where the arguments of its JVM are
     * @param how in words, for the launch record
     * @param jobFile where it finds its task; empty if it is to be sent it over its link
     * @param fifos for its link; empty if it calls by the socket
     */
    record Launched(
            Process process,
            Optional<ProcessIdentity> identity,
            JvmStart start,
            Path argumentFile,
            String how,
            Optional<JobFile> jobFile,
            Optional<ListenedFifos> fifos) {}

    /** The number by which the child is known. */
    int number();

    /** Gets the process; one that is started anew exists when this returns. */
    Launched launch(LaunchRequest request) throws IOException;

    /** What the child takes over of the test JVM's state as it is now. */
    default Optional<StateCapture> inherited(TestIdentity test, ProcessOptions process) {
        return Optional.empty();
    }

    /**
     * Called once the child is known by its number, for it may begin then.
     *
     * @return false if its process was dead before it had its job: it is to be launched again
     * @throws IOException if it may have begun, and is dead
     */
    default boolean launched(Child<?> child) throws IOException {
        return true;
    }

    /** Called when the child has all it needs: for what would take processor time from it before. */
    default void started() {}

    /** Called if the child cannot be started after all. */
    default void cancel() {}

    /** Chooses the way. */
    static ChildLauncher of(StartMethod method, JvmSpec spec, TestIdentity test, TestRun run) {
        return switch (method) {
            case SPAWN, INFERRED -> new SpawnLauncher(run, spec);
            case FORK -> new ForkLauncher(run, spec);
            case FORK_SERVER -> run.forkServer().launcher(spec, test.testClass());
        };
    }
}
