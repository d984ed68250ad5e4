package dev.multiprocess.internal.queue;

import dev.multiprocess.ProcessInterruptedException;

/**
 * What may wait.
 *
 * @param <T> what it returns
 */
interface Interruptible<T> {

    T run() throws InterruptedException;

    /**
     * Does it for an end of a queue, whose methods are interrupted by an unchecked exception.
     *
     * @param purpose what the thread waits for, before the name of the queue
     */
    static <T> T run(Interruptible<T> action, String purpose, String queue) {
        try {
            return action.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessInterruptedException(
                    "interrupted while waiting to " + purpose + " queue '" + queue + "'", e);
        }
    }
}
