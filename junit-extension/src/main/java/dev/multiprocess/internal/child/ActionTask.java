package dev.multiprocess.internal.child;

import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessTask;

/**
 * An action as a task that returns nothing.
 *
 * @param action what to run
 */
public record ActionTask(ProcessAction action) implements ProcessTask<Void> {

    @Override
    public Void run() throws Exception {
        action.run();
        return null;
    }
}
