package dev.multiprocess.internal.child;

import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.thread.SystemCalls;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Dialer;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;

/** How a child reaches its test JVM. Any thread. */
interface TestJvm {

    /** A job may be as large as any array. */
    int JOB_LIMIT = Integer.MAX_VALUE - 64;

    /**
     * What connections over sockets need.
     *
     * @param loop reads all that is connected to it
     * @param dialer calls the test JVM
     */
    record Sockets(ConnectionLoop loop, Dialer dialer) {

        /**
         * Opens them.
         *
         * @param threadName of the thread that reads
         * @param directory the test JVM's
         * @param systemCalls where that thread leaves them
         * @throws IOException if the system gives no selector, or the directory is gone
         */
        static Sockets open(String threadName, PrivateDirectory directory, SystemCalls systemCalls) throws IOException {
            ConnectionLoop loop = new ConnectionLoop(threadName);
            systemCalls.add(loop);
            return new Sockets(loop, new Dialer(directory, directory.secret()));
        }
    }

    /** The link; waits until it is open. An interruption is kept for the next wait. */
    LinkClient link();

    /** Announces that the sockets will be needed soon. */
    void expectSockets();

    /** The sockets; waits until there are some. */
    Sockets sockets();
}
