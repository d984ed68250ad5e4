package dev.multiprocess.benchmarks.jvm;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Moment;
import dev.multiprocess.benchmarks.subject.Program;
import dev.multiprocess.benchmarks.subject.Samples;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures from {@code ProcessBuilder.start} to a moment in the life of an empty {@code main}, in milliseconds. */
public final class BareStart implements Subject {

    private final Moment moment;

    /**
     * Measures one moment.
     *
     * @param moment when the clock stops
     */
    public BareStart(Moment moment) {
        this.moment = moment;
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public List<Double> measure(Effort effort) throws IOException, InterruptedException {
        List<String> command = ChildJvm.command(StartMain.class);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < effort.steps(4); i++) {
            long start = System.nanoTime();
            try (Program program = Program.start(command)) {
                program.awaitEnd();
                long end = moment == Moment.JOINED ? System.nanoTime() : Long.parseLong(program.result());
                millis.add((end - start) / 1e6);
            }
        }
        return List.of(Samples.median(millis));
    }
}
