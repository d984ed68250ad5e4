package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.jvm.JvmSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes a child of a JVM that waits, or of a new one if none does. */
final class ServerLauncher implements ChildLauncher {

    private final TestRun run;
    private final ForkServer server;
    private final JvmSpec spec;
    private final int number;
    private Optional<WaitingJvm> waiting;

    ServerLauncher(TestRun run, ForkServer server, JvmSpec spec, Optional<WaitingJvm> waiting) {
        this.run = run;
        this.server = server;
        this.spec = spec;
        this.waiting = waiting;
        number = waiting.isPresent() ? waiting.get().start().number() : run.nextNumber();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Launched launch(LaunchRequest request) throws IOException {
        if (waiting.isPresent()) {
            WaitingJvm jvm = waiting.get();
            return new Launched(
                    jvm.process(),
                    jvm.identity(),
                    jvm.start(),
                    jvm.start().moveArgumentFile(request.file(".args")),
                    "a JVM that was started " + jvm.age().toMillis() + " ms ago",
                    Optional.empty(),
                    Optional.empty());
        }
        return request.launch(spec, List.of(), "a new JVM, as none was waiting", run.listenFor(number));
    }

    @Override
    public boolean launched(Child<?> child) throws IOException {
        if (waiting.isPresent() && !server.handOver(waiting.get(), child)) {
            // A new JVM takes over its number, which nobody else has.
            waiting = Optional.empty();
            return false;
        }
        child.onExit().thenRun(() -> server.released(spec));
        return true;
    }

    @Override
    public void started() {
        server.refill();
    }

    @Override
    public void cancel() {
        waiting.ifPresent(server::discard);
        server.released(spec);
    }
}
