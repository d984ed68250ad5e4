package dev.multiprocess.internal.child;

import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.thread.SystemCalls;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A child that was given FIFOs: its link is open before anything else is done, and it opens sockets when something that
 * it was given needs them, which for most tasks is never.
 */
final class LinkOverFifos implements TestJvm {

    private final PrivateDirectory directory;
    private final LinkClient link;
    private final SystemCalls systemCalls;
    private Sockets sockets;

    private LinkOverFifos(PrivateDirectory directory, LinkClient link, SystemCalls systemCalls) {
        this.directory = directory;
        this.link = link;
        this.systemCalls = systemCalls;
    }

    /** Opens the link. A child whose link cannot be opened ends, since no process would know of it. */
    static LinkOverFifos open(PrivateDirectory directory, String name, int child, Lifeline lifeline) {
        try {
            SystemCalls systemCalls = lifeline.systemCalls();
            LinkClient link = LinkClient.open(directory, name, child, JOB_LIMIT, lifeline, systemCalls);
            return new LinkOverFifos(directory, link, systemCalls);
        } catch (Throwable e) {
            // Errors included: they cannot be reported to any process yet.
            throw lifeline.unreachable(e);
        }
    }

    @Override
    public LinkClient link() {
        return link;
    }

    @Override
    public synchronized Sockets sockets() {
        if (sockets == null) {
            try {
                sockets = Sockets.open("multiprocess-pipes", directory, systemCalls);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "this child can open no socket, which its queues need: " + e.getMessage(), e);
            }
        }
        return sockets;
    }

    @Override
    public void expectSockets() {
        FirstSockets.begin();
    }
}
