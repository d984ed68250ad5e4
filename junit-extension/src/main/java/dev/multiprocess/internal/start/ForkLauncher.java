package dev.multiprocess.internal.start;

import dev.multiprocess.internal.archive.ClassArchives;
import dev.multiprocess.internal.jvm.Defaults;
import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.jvm.StartedJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Starts a new JVM over the class-data archive of this run, which takes over the test JVM's state. */
final class ForkLauncher implements ChildLauncher {

    private final JvmSpec spec;
    private final int number;
    private final StartHost host;
    private final ClassArchives archives;

    ForkLauncher(StartHost host, ClassArchives archives, JvmSpec spec) {
        this.host = host;
        this.archives = archives;
        this.spec = spec;
        number = host.nextNumber();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public StateCapture inherited(Class<?> testClass, Set<String> ownProperties) {
        return StateCapture.of(testClass, ownProperties);
    }

    @Override
    public StartedJvm start(JvmOrder order) throws IOException {
        List<String> more = new ArrayList<>(Defaults.arguments());
        ClassArchives.Use archive = archives.forChild(spec);
        more.addAll(archive.arguments());
        return NewJvm.start(order, archive.spec(), more, "a new JVM, " + archive.how(), host.listenFor(number));
    }
}
