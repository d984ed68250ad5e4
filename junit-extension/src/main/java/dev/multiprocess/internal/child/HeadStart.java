package dev.multiprocess.internal.child;

import dev.multiprocess.ProcessAction;
import dev.multiprocess.internal.serial.HandleResolver;
import dev.multiprocess.internal.serial.Serializer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;

/**
 * Shortens a child's way to its task: what takes the JDK long for the first time is done on two threads at once, and
 * nothing is searched for that is known.
 *
 * <p>On JDK 17 the first Unix-domain socket costs a third of that way, as the JDK prepares a source of random names that
 * nobody needs here. The first lambda costs a sixth of it.
 */
final class HeadStart {

    private static final String PROPERTY = "java.nio.channels.spi.SelectorProvider";
    private static final String PROVIDER = "sun.nio.ch.EPollSelectorProvider";

    private HeadStart() {}

    static void take() {
        Thread sockets = new Thread("multiprocess-sockets") {
            @Override
            public void run() {
                openSocket();
            }
        };
        sockets.setDaemon(true);
        sockets.start();
        chooseSelectors();
        readTask();
    }

    /**
     * Names what the JDK would find at last: to look for another one it opens every jar of the class path. Another one
     * that a user has put there is not asked in a child, unless the system property of that name says so.
     */
    private static void chooseSelectors() {
        if (System.getProperty(PROPERTY) != null || !"Linux".equals(System.getProperty("os.name"))) {
            return;
        }
        try {
            Class.forName(PROVIDER, false, null);
            System.setProperty(PROPERTY, PROVIDER);
            SelectorProvider.provider();
        } catch (ClassNotFoundException e) {
            // A JDK that has another one finds it itself.
        } finally {
            System.clearProperty(PROPERTY);
        }
    }

    private static void openSocket() {
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

    private static final class NoHandles implements HandleResolver {

        @Override
        public Object resolve(String handleId) {
            throw new IllegalStateException("there is no handle " + handleId);
        }
    }

    private static void readTask() {
        Serializer serializer = new Serializer(List.of(), new NoHandles(), HeadStart.class.getClassLoader(), 4096);
        ProcessAction nothing = () -> {};
        serializer.read(serializer.write(new ActionTask(nothing), "nothing"));
    }
}
