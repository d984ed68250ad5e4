package dev.multiprocess.internal.run;

import dev.multiprocess.internal.hub.Hub;
import dev.multiprocess.internal.os.OwnFile;
import dev.multiprocess.internal.process.Child;
import dev.multiprocess.internal.start.PendingStarts;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The children of all tests of a run, by their numbers. Thread-safe. */
public final class RunChildren {

    private static final System.Logger LOG = System.getLogger(RunChildren.class.getName());

    private final Map<Integer, Child<?>> children = new ConcurrentHashMap<>();
    private final PendingStarts pending;
    private final Hub hub;
    private final Registration registration;

    public RunChildren(PendingStarts pending, Hub hub, Registration registration) {
        this.pending = pending;
        this.hub = hub;
        this.registration = registration;
    }

    /** Starts a child so that it is known before it can call. */
    public <R> Child<R> start(int number, PendingStarts.Start<Child<R>> start) throws IOException {
        return pending.run(number, () -> {
            Child<R> child = start.start();
            children.put(number, child);
            return child;
        });
    }

    /** Forgets a child that was not started after all; it will not write to what it had been given. */
    public void notStarted(int number) {
        children.remove(number);
        hub.ended(number, true);
    }

    public Optional<Child<?>> find(int number) {
        return Optional.ofNullable(children.get(number));
    }

    public void register(Child<?> child) {
        child.life()
                .identity()
                .ifPresent(identity ->
                        registration.add(identity, child.name(), child.plan().test()));
    }

    public void ended(Child<?> child, boolean well) {
        hub.ended(child.number(), well);
        child.life().identity().ifPresent(identity -> registration.remove(identity, child.name()));
        restrictCrashFile(child);
    }

    /** It holds the arguments of its JVM, among which may be passwords, and was written with the mask for new files. */
    private static void restrictCrashFile(Child<?> child) {
        try {
            OwnFile.restrict(child.crashFile());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a crash report may be readable by other users: {0}", e.toString());
        }
    }

    /** Forgets the children of a test that has ended. */
    public void forget(Collection<? extends Child<?>> all) {
        all.forEach(child -> children.remove(child.number()));
    }

    Stream<ProcessHandle> processes() {
        return children.values().stream().map(Child::process);
    }
}
