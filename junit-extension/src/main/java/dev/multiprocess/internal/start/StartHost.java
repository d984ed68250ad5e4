package dev.multiprocess.internal.start;

import dev.multiprocess.internal.link.AwaitedLink;
import dev.multiprocess.internal.os.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What the starting of JVMs needs of the run of a test JVM. Any thread. */
public interface StartHost {

    /**
     * Returns a number by which no other process is known.
     *
     * @return of this test JVM, not of one run
     */
    int nextNumber();

    /**
     * Returns threads for what is done in the background.
     *
     * @return of the run
     */
    Executor workers();

    /**
     * Listens for a child that is about to be started.
     *
     * @param child its number
     * @return empty where it has to connect by socket
     * @throws IOException if this JVM cannot be called at all
     */
    Optional<AwaitedLink> listenFor(int child) throws IOException;

    /**
     * Returns where this JVM listens.
     *
     * @return the private directory
     * @throws IOException if it cannot be made
     */
    Path privateDirectory() throws IOException;

    /**
     * Returns where the files of JVMs that wait for a task are.
     *
     * @return of this run alone
     * @throws IOException if it cannot be made
     */
    Path waitingDirectory() throws IOException;

    /**
     * Returns what marks a process as started by this JVM.
     *
     * @param number its number
     * @return environment variables
     */
    Map<String, String> cookie(int number);

    /**
     * Registers a JVM that belongs to no test yet, for clean-up.
     *
     * @param jvm its process
     * @param name its name
     */
    void register(ProcessIdentity jvm, String name);

    /**
     * Strikes off a JVM that has ended.
     *
     * @param jvm its process
     * @param name its name
     */
    void unregister(ProcessIdentity jvm, String name);
}
