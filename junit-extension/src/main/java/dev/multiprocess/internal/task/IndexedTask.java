package dev.multiprocess.internal.task;

import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.objects.Wrapper;

/**
 * A task that receives its number.
 *
 * @param <R> what it returns
 * @param task what to run
 * @param index the child's number in its group
 */
public record IndexedTask<R>(ProcessTask.Indexed<R> task, int index) implements ProcessTask<R>, Wrapper {

    @Override
    public R call() throws Exception {
        return task.run(index);
    }

    @Override
    public Object wrapped() {
        return task;
    }
}
