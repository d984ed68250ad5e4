package dev.multiprocess.internal.pool;

import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.objects.Wrapper;

/**
 * A {@code Runnable} as a task; whether it can cross is for the serializer to say.
 *
 * @param task what to run
 */
record RunnableTask(Runnable task) implements ProcessTask<Void>, Wrapper {

    @Override
    public Void call() {
        task.run();
        return null;
    }

    @Override
    public Object wrapped() {
        return task;
    }
}
