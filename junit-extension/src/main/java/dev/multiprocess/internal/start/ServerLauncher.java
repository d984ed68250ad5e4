package dev.multiprocess.internal.start;

import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.jvm.StartedJvm;
import dev.multiprocess.internal.link.LinkOwner;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes a child from a waiting JVM, or from a new one if none waits. */
final class ServerLauncher implements ChildLauncher {

    private final StartHost host;
    private final ForkServer server;
    private final JvmSpec spec;
    private final int number;
    private Optional<WaitingJvm> waiting;

    ServerLauncher(StartHost host, ForkServer server, JvmSpec spec, Optional<WaitingJvm> waiting) {
        this.host = host;
        this.server = server;
        this.spec = spec;
        this.waiting = waiting;
        number = waiting.isPresent() ? waiting.get().start().number() : host.nextNumber();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public StartedJvm start(JvmOrder order) throws IOException {
        if (waiting.isPresent()) {
            WaitingJvm jvm = waiting.get();
            return new StartedJvm(
                    jvm.process(),
                    jvm.identity(),
                    jvm.start(),
                    jvm.start().moveArgumentFile(order.argumentFile()),
                    "a JVM that was started " + jvm.age().toMillis() + " ms ago",
                    Optional.empty(),
                    Optional.empty());
        }
        return NewJvm.start(order, spec, List.of(), "a new JVM, as none was waiting", host.listenFor(number));
    }

    @Override
    public boolean handOver(LinkOwner child, CompletableFuture<?> end) throws IOException {
        if (waiting.isPresent() && !server.handOver(waiting.get(), child)) {
            // A new JVM takes over its number, which no other process has.
            waiting = Optional.empty();
            return false;
        }
        end.thenRun(() -> server.released(spec));
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
