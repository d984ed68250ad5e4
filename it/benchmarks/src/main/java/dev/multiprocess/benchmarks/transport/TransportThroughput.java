package dev.multiprocess.benchmarks.transport;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Payload;
import dev.multiprocess.benchmarks.subject.Program;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.IOException;
import java.util.List;

/** Measures a transport from one JVM to another: messages a second, and microseconds of processor time a message. */
public final class TransportThroughput implements Subject {

    private final Transports transport;
    private final Payload payload;

    /**
     * Measures with one kind of message.
     *
     * @param transport what carries it
     * @param payload what each message is
     */
    public TransportThroughput(Transports transport, Payload payload) {
        this.transport = transport;
        this.payload = payload;
    }

    @Override
    public String name() {
        return transport.text();
    }

    @Override
    public List<Double> measure(Effort effort) throws IOException, InterruptedException {
        try (TransportProgram program = new TransportProgram(transport, payload, effort);
                Program reader = program.start(List.of(), "read");
                Program writer = program.start(List.of(), "write")) {
            double cpu = writer.numbers().get(0);
            List<Double> read = reader.numbers();
            double messages = read.get(0);
            return List.of(messages / (read.get(1) / 1e9), (cpu + read.get(2)) / 1e3 / messages);
        }
    }
}
