package dev.multiprocess.internal.pool;

import dev.multiprocess.internal.call.Reply;
import java.util.concurrent.CompletableFuture;

/**
 * A submitted task, as the process that submitted it knows it: completed by the worker's answer, exceptionally if there will
 * be none. Completed by threads that must not be kept: what depends on it runs elsewhere.
 */
public abstract class Submission extends CompletableFuture<Reply> {

    private final String label;

    /** A task that is called so in messages. */
    protected Submission(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /**
     * Cancels the task, and this.
     *
     * @param mayInterrupt whether to interrupt it if it runs
     * @return false if it was done
     */
    public abstract boolean cancelTask(boolean mayInterrupt);

    /** Notes that code has looked at what became of the task. */
    public abstract void lookedAt();
}
