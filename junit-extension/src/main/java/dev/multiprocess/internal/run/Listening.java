package dev.multiprocess.internal.run;

import dev.multiprocess.internal.wire.Acceptor;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.LinkPorts;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.concurrent.Executor;

/** Where a test JVM can be called, and what ensures that nothing of that stays when the JVM goes down. */
final class Listening {

    private static final System.Logger LOG = System.getLogger(Listening.class.getName());

    private final PrivateDirectory directory;
    private final ConnectionLoop loop;
    private final Acceptor acceptor;
    private final LinkPorts ports;
    private final Thread hook;

    private Listening(
            PrivateDirectory directory, ConnectionLoop loop, Acceptor acceptor, LinkPorts ports, Runnable atExit) {
        this.directory = directory;
        this.loop = loop;
        this.acceptor = acceptor;
        this.ports = ports;
        hook = new Thread(() -> goDown(atExit), "multiprocess-shutdown");
    }

    /**
     * Makes the private directory and listens in it.
     *
     * @param guests receives callers
     * @param atExit run when this JVM goes down before {@link #end}; then the directory is deleted
     * @param background makes what will be needed soon
     * @throws IllegalStateException if this JVM is going down already
     */
    static Listening begin(Acceptor.Guests guests, Runnable atExit, Executor background) throws IOException {
        Listening listening = listen(PrivateDirectory.create(), guests, atExit, background);
        try {
            Runtime.getRuntime().addShutdownHook(listening.hook);
        } catch (IllegalStateException e) {
            listening.close();
            listening.deleteDirectory();
            throw new IllegalStateException("no child can be started and no queue made: the test JVM is going down", e);
        }
        return listening;
    }

    private static Listening listen(
            PrivateDirectory directory, Acceptor.Guests guests, Runnable atExit, Executor background)
            throws IOException {
        ConnectionLoop loop = null;
        try {
            loop = new ConnectionLoop("multiprocess-hub");
            Acceptor acceptor = new Acceptor(directory, loop, guests);
            return new Listening(directory, loop, acceptor, new LinkPorts(directory, background), atExit);
        } catch (Throwable e) {
            // Errors included: without descriptors a class may not be found.
            if (loop != null) {
                loop.close();
            }
            directory.discard(e);
            throw e;
        }
    }

    private void goDown(Runnable atExit) {
        try {
            atExit.run();
        } finally {
            deleteDirectory();
        }
    }

    PrivateDirectory directory() {
        return directory;
    }

    ConnectionLoop loop() {
        return loop;
    }

    LinkPorts ports() {
        return ports;
    }

    /** Whether new callers can come; not if a process has deleted the directory. */
    boolean isReachable() {
        return Files.exists(directory.socket());
    }

    /** Stops listening for callers. */
    void close() {
        acceptor.close();
        loop.close();
    }

    /** Deletes the directory; a JVM that goes down has nothing to do here from now on. */
    void end() {
        deleteDirectory();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down; the hook finds nothing to do.
        }
    }

    private void deleteDirectory() {
        ports.close();
        try {
            directory.delete();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the directory {0} could not be removed: {1}", directory.path(), e);
        }
    }
}
