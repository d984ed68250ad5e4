package dev.multiprocess.internal.task;

import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.objects.Wrapper;

/**
 * An action as a task that returns nothing.
 *
 * @param action what to run
 */
public record ActionTask(ProcessAction action) implements ProcessTask<Void>, Wrapper {

    @Override
    public Void call() throws Exception {
        action.execute();
        return null;
    }

    @Override
    public Object wrapped() {
        return action;
    }
}
