package dev.multiprocess.internal.crashed;

import dev.multiprocess.ProcessTask;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.objects.Wrapper;
import dev.multiprocess.internal.recorder.Recorder;
import java.nio.file.Path;

/**
 * The work of a crash test, recorded, to its end or to its death.
 *
 * @param work of the user
 * @param directory where it works
 * @param log of the recording, elsewhere
 * @param at where it dies, or fails
 */
public record WorkTask(CrashTests.Work work, String directory, String log, CrashAt at)
        implements ProcessTask<Long>, Wrapper {

    /** Returns how long the work has taken, in nanoseconds. */
    @Override
    public Long call() throws Exception {
        Path path = Path.of(directory);
        Recorder.start(path, Path.of(log));
        Crash.arrange(at);
        long begin = System.nanoTime();
        try {
            work.run(path, new Notes.OfPromises());
        } catch (Throwable e) {
            // It may give up when an operation fails.
            if (!(at instanceof CrashAt.Fault)) {
                throw e;
            }
            Notes.thrown(e);
        }
        return System.nanoTime() - begin;
    }

    @Override
    public Object wrapped() {
        return work;
    }
}
