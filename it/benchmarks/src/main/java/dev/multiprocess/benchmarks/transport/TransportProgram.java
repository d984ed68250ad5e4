package dev.multiprocess.benchmarks.transport;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.JavaCommand;
import dev.multiprocess.benchmarks.subject.Payload;
import dev.multiprocess.benchmarks.subject.Program;
import dev.multiprocess.benchmarks.subject.ScratchFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Two processes with a transport between them, and a place for it that is gone afterwards. */
final class TransportProgram implements AutoCloseable {

    private final Transports transport;
    private final Payload payload;
    private final Effort effort;
    private final ScratchFolder place = ScratchFolder.create();

    TransportProgram(Transports transport, Payload payload, Effort effort) throws IOException {
        this.transport = transport;
        this.payload = payload;
        this.effort = effort;
    }

    /** Starts one of the processes, below a command such as {@code taskset}. */
    Program start(List<String> prefix, String role) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(JavaCommand.of(
                transport.open().jvmArguments(),
                System.getProperty("java.class.path"),
                TransportMain.class,
                role,
                transport.name(),
                place.path().toString(),
                payload.name(),
                effort.warmUp().toString(),
                effort.measured().toString()));
        return Program.start(command);
    }

    @Override
    public void close() throws IOException {
        place.close();
    }
}
