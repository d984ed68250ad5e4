package dev.multiprocess.internal.task;

import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.objects.Wrapper;

/**
 * An action with a number, as a task that returns nothing.
 *
 * @param action what to run
 * @param index the child's number in its group
 */
public record IndexedActionTask(ProcessAction.Indexed action, int index) implements ProcessTask<Void>, Wrapper {

    @Override
    public Void call() throws Exception {
        action.run(index);
        return null;
    }

    @Override
    public Object wrapped() {
        return action;
    }
}
