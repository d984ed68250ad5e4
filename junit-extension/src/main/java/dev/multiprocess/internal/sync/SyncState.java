package dev.multiprocess.internal.sync;

import java.util.Map;
import java.util.Set;

/**
 * What is to be known of something that threads wait for.
 *
 * @param number of it
 * @param kind of it
 * @param name of it
 * @param holders the processes that have it, or permits of it
 * @param ownerThread the number of the thread that has it; only of a lock
 * @param waiters how many threads of each process wait for it
 * @param moves differs after each change
 * @param description its state, on one line
 */
public record SyncState(
        int number,
        SyncKind kind,
        String name,
        Set<Integer> holders,
        long ownerThread,
        Map<Integer, Integer> waiters,
        long moves,
        String description) {

    /** Names it in messages. */
    public String text() {
        return kind.word() + " '" + name + "'";
    }
}
