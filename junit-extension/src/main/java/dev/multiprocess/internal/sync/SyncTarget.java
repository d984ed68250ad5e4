package dev.multiprocess.internal.sync;

import dev.multiprocess.internal.diagnose.Wait;

/**
 * What a thread waits for, as it is told to other processes.
 *
 * @param number of the object
 * @param thread that waits, by its number in its process
 * @param words complete the sentence that it waits for it
 */
public record SyncTarget(int number, long thread, String words) {

    private static final int PARTS = 3;

    static String encode(int number, String words) {
        return String.join(" ", Integer.toString(number), Long.toString(Thread.currentThread().getId()), words);
    }

    /**
     * Reads it.
     *
     * @param wait of kind {@link Wait.Kind#SYNC}
     * @return what it waits for
     */
    public static SyncTarget of(Wait wait) {
        String[] parts = wait.target().split(" ", PARTS);
        return new SyncTarget(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }
}
