package dev.multiprocess.internal.run;

import dev.multiprocess.internal.wire.Acceptor;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.LinkPorts;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.concurrent.Executor;

/** Where a test JVM can be called. */
final class Listening {

    private static final System.Logger LOG = System.getLogger(Listening.class.getName());

    private final PrivateDirectory directory;
    private final ConnectionLoop loop;
    private final Acceptor acceptor;
    private final LinkPorts ports;

    private Listening(PrivateDirectory directory, ConnectionLoop loop, Acceptor acceptor, LinkPorts ports) {
        this.directory = directory;
        this.loop = loop;
        this.acceptor = acceptor;
        this.ports = ports;
    }

    /**
     * Makes the private directory and listens in it.
     *
     * @param guests receives callers
     * @param background makes what will be needed soon
     */
    static Listening begin(Acceptor.Guests guests, Executor background) throws IOException {
        PrivateDirectory directory = PrivateDirectory.create();
        ConnectionLoop loop = null;
        try {
            loop = new ConnectionLoop("multiprocess-hub");
            Acceptor acceptor = new Acceptor(directory, loop, guests);
            return new Listening(directory, loop, acceptor, new LinkPorts(directory, background));
        } catch (Throwable e) {
            // Errors included: without descriptors a class may not be found.
            if (loop != null) {
                loop.close();
            }
            directory.discard(e);
            throw e;
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

    /** Deletes the directory. */
    void end() {
        ports.close();
        try {
            directory.delete();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the directory {0} could not be removed: {1}", directory.path(), e);
        }
    }
}
