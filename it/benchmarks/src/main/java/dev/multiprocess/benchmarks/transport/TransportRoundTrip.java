package dev.multiprocess.benchmarks.transport;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Payload;
import dev.multiprocess.benchmarks.subject.Pinning;
import dev.multiprocess.benchmarks.subject.Program;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Measures one integer to another JVM and back, in microseconds: the median and the 99th percentile. */
public final class TransportRoundTrip implements Subject {

    private final Transports transport;
    private final Pinning pinning;

    /**
     * Measures where the processes may run.
     *
     * @param transport what carries the integer
     * @param pinning the processors
     */
    public TransportRoundTrip(Transports transport, Pinning pinning) {
        this.transport = transport;
        this.pinning = pinning;
    }

    @Override
    public String name() {
        return transport.text();
    }

    @Override
    public Optional<String> missing() {
        return pinning.missing();
    }

    @Override
    public List<Double> measure(Effort effort) throws IOException, InterruptedException {
        try (TransportProgram program = new TransportProgram(transport, Payload.INT, effort);
                Program echo = program.start(pinning.prefix(), "echo");
                Program ping = program.start(pinning.prefix(), "ping")) {
            List<Double> figures = ping.numbers();
            echo.result();
            return figures;
        }
    }
}
