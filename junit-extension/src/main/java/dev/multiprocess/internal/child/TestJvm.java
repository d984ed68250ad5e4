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
     * @param loop reads whatever is connected to it
     * @param dialer calls the test JVM
     */
    record Sockets(ConnectionLoop loop, Dialer dialer) {}

    /** The link; waits until it is open. An interruption is kept for whoever waits next. */
    LinkClient link();

    /** Says that the sockets will be asked for soon. */
    void expectSockets();

    /** The sockets; waits until there are some. */
    Sockets sockets();

    /** Calls threads that wait at sockets out of the operating system, where they would hold up the end of this JVM. */
    void leaveSockets();

    /** Says that this JVM is about to exit: the same, and for the thread that reads the link, which goes on doing that. */
    void goingDown();
}
