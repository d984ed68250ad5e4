package dev.multiprocess.internal.crashed;

import dev.multiprocess.ProcessTask;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.internal.objects.Wrapper;
import dev.multiprocess.internal.recorder.Recorder;
import java.nio.file.Path;
import java.util.List;

/**
 * The check of a crash test.
 *
 * @param check of the user
 * @param directory what the crash has left
 * @param promised before the crash
 * @param log for the recording of the check itself; empty for none
 */
public record CheckTask(CrashTests.Check check, String directory, List<String> promised, String log)
        implements ProcessTask<Void>, Wrapper {

    @Override
    public Void call() throws Exception {
        Path path = Path.of(directory);
        if (!log.isEmpty()) {
            Recorder.start(path, Path.of(log));
        }
        check.check(path, promised);
        return null;
    }

    @Override
    public Object wrapped() {
        return check;
    }
}
