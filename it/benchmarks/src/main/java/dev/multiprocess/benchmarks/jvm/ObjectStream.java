package dev.multiprocess.benchmarks.jvm;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Payload;
import dev.multiprocess.benchmarks.subject.Program;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures what a developer writes by hand: a buffered {@code ObjectOutputStream} over a Unix-domain socket from one
 * child JVM to another, in messages a second.
 *
 * <p>It promises nothing: what is in the buffer is late, and lost if the writer dies.
 */
public final class ObjectStream implements Subject {

    private final Payload payload;

    /**
     * Measures with one kind of message.
     *
     * @param payload what each message is
     */
    public ObjectStream(Payload payload) {
        this.payload = payload;
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public double measure(Effort effort) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("benchmark");
        Path socket = directory.resolve("socket");
        try (Program reader = Program.start(ChildJvm.command(ObjectStreamMain.class, "read", socket.toString()));
                Program writer = Program.start(ChildJvm.command(
                        ObjectStreamMain.class,
                        "write",
                        socket.toString(),
                        payload.name(),
                        effort.warmUp().toString(),
                        effort.measured().toString()))) {
            writer.result();
            return Double.parseDouble(reader.result());
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(directory);
        }
    }
}
