package dev.multiprocess.benchmarks.jvm;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Program;
import dev.multiprocess.benchmarks.subject.Samples;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures from {@code ProcessBuilder.start} to the first line of an empty {@code main}, in milliseconds. */
public final class BareStart implements Subject {

    @Override
    public String name() {
        return "java";
    }

    @Override
    public double measure(Effort effort) throws IOException, InterruptedException {
        List<String> command = ChildJvm.command(FirstLineMain.class);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < effort.steps(10); i++) {
            long start = System.nanoTime();
            millis.add((Long.parseLong(Program.run(command)) - start) / 1e6);
        }
        return Samples.median(millis);
    }
}
