package dev.multiprocess.internal.child;

import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessTask;

/**
 * An action with a number, as a task that returns nothing.
 *
 * @param action what to run
 * @param index the child's number in its group
 */
public record IndexedActionTask(ProcessAction.Indexed action, int index) implements ProcessTask<Void> {

    @Override
    public Void run() throws Exception {
        action.run(index);
        return null;
    }
}
