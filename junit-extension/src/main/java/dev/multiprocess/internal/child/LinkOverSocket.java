package dev.multiprocess.internal.child;

import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.thread.Uninterruptibly;
import dev.multiprocess.internal.wire.PrivateDirectory;

/**
 * A child that was given no FIFOs, or had time to spare before it had a task; it opens its link while it reads its
 * task.
 *
 * <p>The task itself waits for the link. It may use up all memory or descriptors, and end its JVM in ways that the test
 * JVM must know about.
 */
final class LinkOverSocket extends Thread implements TestJvm {

    private final PrivateDirectory directory;
    private final int child;
    private final Lifeline lifeline;
    private LinkClient link;
    private Sockets sockets;

    private LinkOverSocket(PrivateDirectory directory, int child, Lifeline lifeline) {
        super("multiprocess-link-opening");
        setDaemon(true);
        this.directory = directory;
        this.child = child;
        this.lifeline = lifeline;
    }

    /** Begins to open the link. A child whose link cannot be opened ends, since no process would know of it. */
    static LinkOverSocket begin(PrivateDirectory directory, int child, Lifeline lifeline) {
        FirstSockets.begin();
        LinkOverSocket opening = new LinkOverSocket(directory, child, lifeline);
        opening.start();
        return opening;
    }

    @Override
    public void run() {
        try {
            Sockets own = Sockets.open("multiprocess-link", directory, lifeline.systemCalls());
            opened(own, LinkClient.open(own.dialer(), own.loop(), child, JOB_LIMIT, lifeline));
        } catch (Throwable e) {
            // Errors included: a thread that waits for the link would wait for ever.
            throw lifeline.unreachable(e);
        }
    }

    private synchronized void opened(Sockets own, LinkClient open) {
        sockets = own;
        link = open;
        notifyAll();
    }

    @Override
    public synchronized LinkClient link() {
        awaitOpen();
        return link;
    }

    @Override
    public synchronized Sockets sockets() {
        awaitOpen();
        return sockets;
    }

    @Override
    public void expectSockets() {
        // They are being opened already, for the link.
    }

    private void awaitOpen() {
        if (link != null) {
            return;
        }
        Waiting moment = Waiting.forMoment();
        try {
            Uninterruptibly.run(new Uninterruptibly.Wait<RuntimeException>() {
                @Override
                public void pass() throws InterruptedException {
                    while (link == null) {
                        LinkOverSocket.this.wait();
                    }
                }
            });
        } finally {
            moment.end();
        }
    }
}
