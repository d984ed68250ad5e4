package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.link.LinkListener;
import dev.multiprocess.internal.link.LinkServer;

/** A process of ours that may call the test JVM. */
interface Guest extends LinkListener {

    /** Its name in messages. */
    String name();

    /**
     * Called when it has opened its link.
     *
     * @return false if it is not expected any more
     */
    boolean connected(LinkServer link);
}
