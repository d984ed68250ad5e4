package dev.multiprocess.benchmarks.transport;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Payload;
import dev.multiprocess.benchmarks.subject.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Two processes with a transport between them, and a place for it that is gone afterwards. */
final class TransportProgram implements AutoCloseable {

    private final Transports transport;
    private final Payload payload;
    private final Effort effort;
    private final Path place = Files.createTempDirectory("benchmark");

    TransportProgram(Transports transport, Payload payload, Effort effort) throws IOException {
        this.transport = transport;
        this.payload = payload;
        this.effort = effort;
    }

    /** Starts one of the processes, below a command such as {@code taskset}. */
    Program start(List<String> prefix, String role) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(transport.open().jvmArguments());
        command.addAll(List.of(
                "-classpath",
                System.getProperty("java.class.path"),
                TransportMain.class.getName(),
                role,
                transport.name(),
                place.toString(),
                payload.name(),
                effort.warmUp().toString(),
                effort.measured().toString()));
        return Program.start(command);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
