package dev.multiprocess.internal.crashed;

import dev.multiprocess.ProcessTask;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.objects.Wrapper;
import java.nio.file.Path;

/**
 * The preparation of a crash test.
 *
 * @param preparation of the user
 * @param directory empty
 */
public record PrepareTask(CrashTests.Preparation preparation, String directory) implements ProcessTask<Void>, Wrapper {

    @Override
    public Void call() throws Exception {
        preparation.prepare(Path.of(directory));
        return null;
    }

    @Override
    public Object wrapped() {
        return preparation;
    }
}
