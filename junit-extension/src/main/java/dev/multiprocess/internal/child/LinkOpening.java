package dev.multiprocess.internal.child;

import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Dialer;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * Opens the link of a child while the child reads its task. The JDK's first socket and its first selector take a JVM 25 ms,
 * so that each has a thread.
 *
 * <p>The task itself waits for the link. It may use up all memory or descriptors there are, and end its JVM in ways of
 * which the test JVM must know.
 */
final class LinkOpening implements Runnable {

    /** A job may be as large as any array. */
    private static final int JOB_LIMIT = Integer.MAX_VALUE - 64;

    private final PrivateDirectory directory;
    private final int child;
    private final Lifeline lifeline;
    private final FutureTask<ConnectionLoop> loop = new FutureTask<>(new FirstSelector());
    private Opened opened;

    /**
     * What there is when it is open.
     *
     * @param link to the test JVM
     * @param loop reads it, and whatever else is connected to it
     * @param dialer calls the test JVM again
     */
    record Opened(LinkClient link, ConnectionLoop loop, Dialer dialer) {}

    // Not a lambda: see ConnectionLoop.
    private static final class FirstSelector implements Callable<ConnectionLoop> {

        @Override
        public ConnectionLoop call() throws Exception {
            return new ConnectionLoop("multiprocess-link");
        }
    }

    private LinkOpening(PrivateDirectory directory, int child, Lifeline lifeline) {
        this.directory = directory;
        this.child = child;
        this.lifeline = lifeline;
    }

    /** Begins to open the link. A child whose link cannot be opened ends, since nobody would know of it. */
    static LinkOpening begin(PrivateDirectory directory, int child, Lifeline lifeline) {
        LinkOpening opening = new LinkOpening(directory, child, lifeline);
        start(opening, "multiprocess-link-opening");
        start(opening.loop, "multiprocess-link-selector");
        return opening;
    }

    private static void start(Runnable what, String name) {
        Thread thread = new Thread(what, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            prepareSockets();
            Dialer dialer = new Dialer(directory, directory.secret());
            LinkClient link = LinkClient.open(dialer, loop.get(), child, JOB_LIMIT, lifeline);
            opened(new Opened(link, loop.get(), dialer));
        } catch (Throwable e) {
            // Errors included: whoever waits for the link would wait for ever.
            lifeline.haltIfOrphaned();
            System.err.println("multiprocess: this child cannot reach its test JVM and ends");
            e.printStackTrace();
            Runtime.getRuntime().halt(ChildMain.FAILED);
        }
    }

    /**
     * Has the source of random names ready that JDK 17 makes for its first Unix-domain socket, and nobody needs here, while
     * the other thread is busy with what sockets and selectors share.
     */
    private static void prepareSockets() {
        try {
            SecureRandom.getInstance("NativePRNG");
        } catch (NoSuchAlgorithmException e) {
            // Then it is none of the JDKs that would need it.
        }
    }

    private synchronized void opened(Opened all) {
        opened = all;
        notifyAll();
    }

    /** Waits until the link is open; any thread. An interruption is kept for whoever waits next. */
    synchronized Opened await() {
        if (opened != null) {
            return opened;
        }
        Waiting moment = Waiting.forMoment();
        boolean interrupted = false;
        try {
            while (opened == null) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return opened;
        } finally {
            moment.end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
