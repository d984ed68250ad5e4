package dev.multiprocess.internal.slots;

import java.util.List;

/** What only the test JVM can do for a queue; a child asks it over its pipe. Any thread. */
public interface HubAccess {

    /** Makes all threads that wait on the queue, in any process, look again. */
    void wakeAll();

    /** Gives back what the taken elements needed; it is back when this returns. */
    void recycle();

    /**
     * Returns which writers have ended without finishing.
     *
     * @return names of writers
     */
    List<String> brokenBy();
}
