package dev.multiprocess.benchmarks.jvm;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Memory;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures the memory of JVMs whose {@code main} waits and has loaded nothing, in MiB. */
public final class BareMemory implements Subject {

    /** Made by the catalogue. */
    public BareMemory() {}

    @Override
    public String name() {
        return "java";
    }

    @Override
    public Optional<String> missing() {
        return Memory.missing();
    }

    @Override
    public List<Double> measure(Effort effort) throws IOException, InterruptedException {
        List<Process> idle = new ArrayList<>();
        try {
            for (int i = 0; i < Memory.TOGETHER; i++) {
                idle.add(new ProcessBuilder(ChildJvm.command(StartMain.class, "stay")).start());
            }
            for (Process each : idle) {
                BufferedReader lines = each.inputReader();
                if (lines.readLine() == null) {
                    throw new IOException("a JVM ended before it had said anything");
                }
            }
            return List.of(Memory.median(idle.stream().map(Process::pid).toList()));
        } finally {
            for (Process each : idle) {
                each.destroyForcibly().waitFor();
            }
        }
    }
}
