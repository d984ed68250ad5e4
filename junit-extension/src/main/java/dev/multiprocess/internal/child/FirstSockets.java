package dev.multiprocess.internal.child;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Opens the first sockets of a JVM, and closes them, so that the next ones are opened at once. They take 25 ms of
 * processor time, which is spread over threads.
 */
final class FirstSockets {

    /** Any number does. */
    private static final int ANY_BYTES = 4096;

    private FirstSockets() {}

    /** Begins, on separate threads. */
    static void begin() {
        new OfUnixDomain().start();
        new OfAnother().start();
    }

    /**
     * Opens a Unix-domain socket: on JDK 17 the first costs a third of a child's way to its task, as the JDK prepares a
     * source of random names that is not needed here.
     */
    private static final class OfUnixDomain extends Thread {

        OfUnixDomain() {
            super("multiprocess-unix-domain-sockets");
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                SecureRandom.getInstance("NativePRNG");
            } catch (NoSuchAlgorithmException e) {
                // Then this JDK does not need it.
            }
            try {
                SocketChannel.open(StandardProtocolFamily.UNIX).close();
            } catch (IOException e) {
                // The code that opens one in earnest gets the exception.
            }
        }
    }

    /**
     * Opens a socket that is no Unix-domain socket: what all sockets and selectors share, including the JVM's first
     * lambda, is then ready without those random names.
     */
    private static final class OfAnother extends Thread {

        OfAnother() {
            super("multiprocess-sockets");
            setDaemon(true);
        }

        @Override
        public void run() {
            try (SocketChannel any = SocketChannel.open()) {
                any.configureBlocking(false);
                any.setOption(StandardSocketOptions.SO_SNDBUF, ANY_BYTES);
            } catch (IOException e) {
                // A system may have or allow no others; opening the link prepares the rest.
            }
        }
    }
}
