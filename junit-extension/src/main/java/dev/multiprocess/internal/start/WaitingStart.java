package dev.multiprocess.internal.start;

import dev.multiprocess.internal.archive.ClassArchives;
import dev.multiprocess.internal.child.ChildMain;
import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.jvm.JvmStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts JVMs that have no task yet. Thread-safe. */
final class WaitingStart {

    private final StartHost host;
    private final ClassArchives archives;
    private final PendingStarts pending;

    WaitingStart(StartHost host, ClassArchives archives, PendingStarts pending) {
        this.host = host;
        this.archives = archives;
        this.pending = pending;
    }

    /**
     * Starts one.
     *
     * @param testClass the name of a class that its task will probably need
     * @param expect receives it before it can call
     */
    WaitingJvm start(JvmSpec spec, String testClass, Consumer<WaitingJvm> expect) throws IOException {
        Path directory = host.waitingDirectory();
        int number = host.nextNumber();
        ClassArchives.Use archive = archives.forChild(spec);
        JvmStart start = new JvmStart(
                archive.spec(),
                number,
                host.privateDirectory(),
                host.cookie(number),
                directory.resolve(Integer.toString(number)));
        WaitingJvm jvm = pending.run(number, () -> {
            WaitingJvm started = new WaitingJvm(
                    start, start.start(archive.arguments(), Optional.empty(), ChildMain.WAIT, testClass));
            expect.accept(started);
            return started;
        });
        jvm.identity().ifPresent(identity -> host.register(identity, jvm.name()));
        return jvm;
    }

    /** Strikes off a JVM that has ended without ever having been a child. */
    void forget(WaitingJvm jvm) {
        jvm.identity().ifPresent(identity -> host.unregister(identity, jvm.name()));
        jvm.start().deleteArgumentFile();
    }
}
