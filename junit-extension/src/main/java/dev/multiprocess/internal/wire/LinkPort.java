package dev.multiprocess.internal.wire;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where one child opens its link, known before the child exists: two FIFOs.
 *
 * @param directory where they are
 * @param name of both, for one child alone
 */
public record LinkPort(PrivateDirectory directory, String name) {

    /**
     * Returns the arguments by which the child finds them.
     *
     * @return arguments for its main class
     */
    public List<String> words() {
        return List.of(name);
    }

    /**
     * Begins to listen for the child. A FIFO needs only what a JVM has loaded when it begins; getting to a first socket
     * takes a JVM much longer. Both are removed when the child has opened them, or the connection is closed.
     *
     * @param writers write what is sent, since writing may have to wait for the child
     * @param lock the owner's
     * @param frameLimit the largest frame that may arrive, in bytes
     * @param handler receives what arrives, on a thread of its own
     * @throws IOException if they cannot be opened
     */
    public void listen(Executor writers, ReentrantLock lock, int frameLimit, ConnectionLoop.HandlerFactory handler)
            throws IOException {
        FifoListener.listen(Fifos.of(directory, name), writers, lock, frameLimit, handler);
    }
}
