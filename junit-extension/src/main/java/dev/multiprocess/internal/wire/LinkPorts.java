package dev.multiprocess.internal.wire;

import java.util.Optional;
import java.util.concurrent.Executor;

/** Gives children that are about to be started a way of their own to the test JVM, some made in advance. Thread-safe. */
public final class LinkPorts {

    private final PrivateDirectory directory;
    private final FifoMaker fifos;

    /**
     * Makes nothing yet.
     *
     * @param directory where children call
     * @param background makes more ports before they are asked for
     */
    public LinkPorts(PrivateDirectory directory, Executor background) {
        this.directory = directory;
        fifos = new FifoMaker(directory, background);
    }

    /**
     * Takes a port that no other child has.
     *
     * @return empty where there can be none; then a child calls by the socket
     */
    public Optional<LinkPort> next() {
        return fifos.take().map(name -> new LinkPort(directory, name));
    }

    /** Makes no more, and waits for those that are being made: their directory is about to be removed. */
    public void close() {
        fifos.close();
    }
}
