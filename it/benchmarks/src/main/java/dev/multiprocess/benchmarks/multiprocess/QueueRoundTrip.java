package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.JavaCommand;
import dev.multiprocess.benchmarks.subject.Pinning;
import dev.multiprocess.benchmarks.subject.Program;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures one integer from a test JVM of its own to a child and back, through two queues, in microseconds: the median
 * and the 99th percentile.
 */
public final class QueueRoundTrip implements Subject {

    private final Pinning pinning;

    /**
     * Measures where the processes may run.
     *
     * @param pinning the processors
     */
    public QueueRoundTrip(Pinning pinning) {
        this.pinning = pinning;
    }

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public Optional<String> missing() {
        return pinning.missing();
    }

    @Override
    public List<Double> measure(Effort effort) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(pinning.prefix());
        command.addAll(JavaCommand.of(
                QueueRoundTripMain.class,
                effort.warmUp().toString(),
                effort.measured().toString()));
        return Program.measure(command);
    }
}
