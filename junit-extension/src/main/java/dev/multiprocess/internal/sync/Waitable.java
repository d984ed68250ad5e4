package dev.multiprocess.internal.sync;

/** What a thread waits for. */
interface Waitable {

    /** Takes it if it is there, or throws; any thread of the process may call it, at any time. */
    boolean attempt();

    /** Whether it is not there; changes nothing. */
    boolean isStuck();

    /** Completes the sentence that a thread waits for it. */
    String words();
}
