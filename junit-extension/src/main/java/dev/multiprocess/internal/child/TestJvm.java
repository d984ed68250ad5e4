package dev.multiprocess.internal.child;

import dev.multiprocess.internal.link.LinkClient;
import dev.multiprocess.internal.wire.ConnectionLoop;
import dev.multiprocess.internal.wire.Dialer;

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
    record Sockets(ConnectionLoop loop, Dialer dialer) {}

    /** The link; waits until it is open. An interruption is kept for the next wait. */
    LinkClient link();

    /** Announces that the sockets will be needed soon. */
    void expectSockets();

    /** The sockets; waits until there are some. */
    Sockets sockets();

    /** Gets threads that wait at sockets out of the operating system, where they would delay the end of this JVM. */
    void leaveSockets();

    /** Notes that this JVM is about to exit: the same, and for the thread that reads the link, which keeps reading. */
    void goingDown();
}
