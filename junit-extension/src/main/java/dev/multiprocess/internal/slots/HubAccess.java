package dev.multiprocess.internal.slots;

import java.util.List;

/** What only the test JVM can do for a queue; a child asks it over its pipe. Any thread. */
public interface HubAccess {

    /** Lets all who wait on the queue, in any process, look again. */
    void wakeAll();

    /** Gives back what the taken elements needed; it is back when this returns. */
    void recycle();

    /**
     * Puts an element for which there is no shared memory.
     *
     * @param bytes are kept in the test JVM's heap
     * @return what came of it; never waits for room
     */
    PutOutcome put(byte[] bytes);

    /**
     * Shows an element that was put by {@link #put}.
     *
     * @param position its slot
     * @return its bytes; {@code null} if it was removed or taken by another
     */
    byte[] fetch(long position);

    /**
     * Tells who has ended without having finished.
     *
     * @return names of writers
     */
    List<String> brokenBy();
}
