package dev.multiprocess.internal.child;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Opens a Unix-domain socket and closes it, so that the next one is opened at once: on JDK 17 the first costs a third of a
 * child's way to its task, as the JDK prepares a source of random names that nobody needs here.
 */
final class FirstSocket extends Thread {

    private FirstSocket() {
        super("multiprocess-sockets");
        setDaemon(true);
    }

    /** Does so on a thread of its own, which has a processor to itself while the main thread reads the task. */
    static void open() {
        new FirstSocket().start();
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
