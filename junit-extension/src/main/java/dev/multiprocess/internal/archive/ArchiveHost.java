package dev.multiprocess.internal.archive;

import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What the making of archives needs of the run of a test JVM. Any thread. */
public interface ArchiveHost {

    /**
     * Returns threads for what is done in the background.
     *
     * @return of the run
     */
    Executor workers();

    /** Ends JVMs that make an archive in the same directory for a test JVM that is dead. */
    void endAbandonedMakers();

    /**
     * Makes a directory for a JVM that tries queues out.
     *
     * @return inside the private directory of the run
     * @throws IOException if the run has ended
     */
    PrivateDirectory innerDirectory() throws IOException;

    /**
     * Returns what marks a process of this run.
     *
     * @return variables of its environment
     */
    Map<String, String> environment();

    /**
     * Records a JVM that makes an archive, which cannot ensure its own end.
     *
     * @param process just started
     * @return to be struck off; empty if it has ended already
     */
    Optional<ProcessIdentity> registerMaker(Process process);

    /**
     * Strikes off a JVM that has made an archive, or not.
     *
     * @param maker what {@link #registerMaker} returned
     */
    void unregisterMaker(ProcessIdentity maker);
}
