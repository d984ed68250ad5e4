package dev.multiprocess.internal.wire;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where one child opens its link, known before there is the child: two FIFOs.
 *
 * @param directory where they lie
 * @param name of both, for one child alone
 */
public record LinkPort(PrivateDirectory directory, String name) {

    /**
     * Returns what the child is told, so that it finds them.
     *
     * @return arguments for its main class
     */
    public List<String> words() {
        return List.of(name);
    }

    /**
     * Begins to listen for the child. A FIFO needs nothing that a JVM has not loaded when it begins; to its first socket it
     * has a long way. Both are removed when the child has opened them, or the connection is closed.
     *
     * @param writers write what is sent, since that may have to wait for the child
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
