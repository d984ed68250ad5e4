package dev.multiprocess.internal.child;

import dev.multiprocess.internal.diagnose.Waiting;
import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Dialer;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Opens the link of a child while the child reads its task. The first selector and the first sockets of a JVM take it 25 ms
 * of processor time, which are shared out among threads.
 *
 * <p>The task itself waits for the link. It may use up all memory or descriptors there are, and end its JVM in ways of
 * which the test JVM must know.
 */
final class LinkOpening extends Thread {

    /** A job may be as large as any array. */
    private static final int JOB_LIMIT = Integer.MAX_VALUE - 64;

    /** Any number does. */
    private static final int ANY_BYTES = 4096;

    private final PrivateDirectory directory;
    private final int child;
    private final Lifeline lifeline;
    private Opened opened;

    /**
     * What there is when it is open.
     *
     * @param link to the test JVM
     * @param loop reads it, and whatever else is connected to it
     * @param dialer calls the test JVM again
     */
    record Opened(LinkClient link, ConnectionLoop loop, Dialer dialer) {}

    private LinkOpening(PrivateDirectory directory, int child, Lifeline lifeline) {
        super("multiprocess-link-opening");
        setDaemon(true);
        this.directory = directory;
        this.child = child;
        this.lifeline = lifeline;
    }

    /**
     * Begins with what can be done before anything is known of the test JVM, which is most of it.
     *
     * <p>To the first Unix-domain socket it is the longest way, and on two processors each thread that runs beside it makes
     * it longer.
     *
     * @param idle whether this thread has so little to do that it opens the other socket itself, instead of a third thread
     */
    static void prepare(boolean idle) {
        new FirstUnixDomainSocket().start();
        if (idle) {
            FirstSocket.open();
        } else {
            new FirstSocket().start();
        }
    }

    /**
     * Opens a Unix-domain socket and closes it, so that the next one is opened at once: on JDK 17 the first costs a third
     * of a child's way to its task, as the JDK prepares a source of random names that nobody needs here.
     */
    private static final class FirstUnixDomainSocket extends Thread {

        FirstUnixDomainSocket() {
            super("multiprocess-unix-domain-sockets");
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                SecureRandom.getInstance("NativePRNG");
            } catch (NoSuchAlgorithmException e) {
                // Then it is none of the JDKs that would need it.
            }
            try {
                SocketChannel.open(StandardProtocolFamily.UNIX).close();
            } catch (IOException e) {
                // Whoever opens one in earnest is told.
            }
        }
    }

    /**
     * Opens a socket that is no Unix-domain socket, and closes it: what all sockets and selectors have in common, the
     * first lambda of the JVM among it, is ready then without those random names.
     */
    private static final class FirstSocket extends Thread {

        FirstSocket() {
            super("multiprocess-sockets");
            setDaemon(true);
        }

        @Override
        public void run() {
            open();
        }

        static void open() {
            try (SocketChannel any = SocketChannel.open()) {
                any.configureBlocking(false);
                any.setOption(StandardSocketOptions.SO_SNDBUF, ANY_BYTES);
            } catch (IOException e) {
                // A system may have or allow no others; whoever opens the link prepares the rest.
            }
        }
    }

    /** Begins to open the link. A child whose link cannot be opened ends, since nobody would know of it. */
    static LinkOpening begin(PrivateDirectory directory, int child, Lifeline lifeline) {
        LinkOpening opening = new LinkOpening(directory, child, lifeline);
        opening.start();
        return opening;
    }

    @Override
    public void run() {
        try {
            ConnectionLoop loop = new ConnectionLoop("multiprocess-link");
            Dialer dialer = new Dialer(directory, directory.secret());
            opened(new Opened(LinkClient.open(dialer, loop, child, JOB_LIMIT, lifeline), loop, dialer));
        } catch (Throwable e) {
            // Errors included: whoever waits for the link would wait for ever.
            lifeline.haltIfOrphaned();
            System.err.println("multiprocess: this child cannot reach its test JVM and ends");
            e.printStackTrace();
            Runtime.getRuntime().halt(ChildMain.FAILED);
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
