package dev.multiprocess.internal.link;

/** A process of ours that may call the test JVM, and whose link is owned here: a child, or a JVM that will be one. */
public interface LinkOwner extends LinkListener {

    /**
     * Returns its name in messages.
     *
     * @return never empty
     */
    String name();

    /**
     * Called when it has opened its link.
     *
     * @param link open
     * @return false if it is not expected any more
     */
    boolean connected(LinkServer link);
}
