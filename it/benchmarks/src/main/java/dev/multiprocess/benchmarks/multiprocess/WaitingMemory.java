package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Memory;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.List;
import java.util.Optional;

/** Measures what the machine's memory loses to a million integers that a child has put and no process takes, in MiB. */
public final class WaitingMemory implements Subject {

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public Optional<String> missing() {
        return Memory.missing();
    }

    @Override
    public List<Double> measure(Effort effort) {
        WaitingMemoryTestCases.elements = effort.steps(1_000_000);
        JUnitRun.of(WaitingMemoryTestCases.class);
        return List.of(WaitingMemoryTestCases.mebibytes);
    }
}
