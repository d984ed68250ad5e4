package dev.multiprocess.internal.recorder;

/**
 * Is asked before each operation that is recorded, and told after it: to end the JVM exactly there, to write a part only,
 * or to let it fail. Called on the thread of the operation while no other recorded operation runs; its own file
 * operations are not recorded.
 */
public interface FileHook {

    /**
     * Called right before the operation.
     *
     * @param attempt what is about to happen
     * @return 0: it happens; otherwise it does not, and fails as the JDK lets it fail for this {@code errno}. Operations of
     *     {@link java.io.File} that return {@code false} instead cannot be made to fail.
     */
    int before(Attempt attempt);

    /**
     * Called when the operation is in the log.
     *
     * @param attempt what has happened, with the length that was written
     * @param done whether it had an effect
     */
    void after(Attempt attempt, boolean done);
}
