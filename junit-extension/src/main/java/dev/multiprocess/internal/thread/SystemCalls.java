package dev.multiprocess.internal.thread;

import java.util.ArrayList;
import java.util.List;

/**
 * The threads of ours that wait inside system calls, called out of them before their JVM exits.
 *
 * <p>A JVM waits up to 300 ms at its exit for threads that are inside a system call (HotSpot, {@code
 * VM_Exit::wait_for_threads_in_native_to_block}). Classes that have such a thread in a child add here how it leaves.
 */
public final class SystemCalls {

    private final List<Waiter> waiters = new ArrayList<>();
    private boolean left;

    /** Makes a thread wait inside system calls. */
    public interface Waiter {

        /**
         * Gets the thread out, and lets it enter no other that waits. What the thread is for still works, if more
         * slowly: a JVM can take long to exit.
         */
        void leaveSystemCall();
    }

    /**
     * Adds one; from here on it is called when this JVM exits, or now if that has begun.
     *
     * @param waiter called once, on any thread
     */
    public void add(Waiter waiter) {
        synchronized (this) {
            if (!left) {
                waiters.add(waiter);
                return;
            }
        }
        waiter.leaveSystemCall();
    }

    /** Calls all of them, the last first, since later ones need earlier ones. Repeated calls do nothing. */
    public void leave() {
        List<Waiter> all;
        synchronized (this) {
            left = true;
            all = List.copyOf(waiters);
            waiters.clear();
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).leaveSystemCall();
        }
    }
}
