package dev.multiprocess.internal.start;

import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.jvm.JvmStart;
import dev.multiprocess.internal.jvm.OutputEncoding;
import dev.multiprocess.internal.jvm.StartedJvm;
import dev.multiprocess.internal.link.AwaitedLink;
import dev.multiprocess.internal.link.JobFile;
import dev.multiprocess.internal.os.OwnFile;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts a JVM for one child, which finds its job when it is up. */
final class NewJvm {

    private NewJvm() {}

    /**
     * Starts it.
     *
     * @param more JVM arguments of the start method
     * @param how it is started, in words
     * @param awaited its link; empty if it is to connect by socket
     */
    static StartedJvm start(JvmOrder order, JvmSpec spec, List<String> more, String how, Optional<AwaitedLink> awaited)
            throws IOException {
        JvmSpec own = order.debugPort()
                .map(port -> spec.withArgument(port.argument()))
                .orElse(spec);
        JvmStart start = new JvmStart(own, order.number(), order.privateDirectory(), order.cookie(), order.files());
        JobFile file = new JobFile(new PrivateDirectory(order.privateDirectory()).jobFile(order.number()));
        String[] words = awaited.stream().flatMap(link -> link.words().stream()).toArray(String[]::new);
        try {
            file.write(order.job());
            Optional<Path> input = order.input().isPresent() ? Optional.of(order.inputFile()) : Optional.empty();
            if (input.isPresent()) {
                OwnFile.write(input.get(), order.input().get().getBytes(OutputEncoding.ofInput(own)));
            }
            Process process = start.start(more, input, words);
            return new StartedJvm(
                    process,
                    ProcessIdentity.of(process.toHandle()),
                    start,
                    start.argumentFile(),
                    how,
                    Optional.of(file),
                    awaited);
        } catch (IOException | RuntimeException e) {
            file.delete();
            awaited.ifPresent(each -> each.link().drainAndClose());
            throw e;
        }
    }
}
