package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.StartMethod;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Memory;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.List;
import java.util.Optional;

/** Measures the memory of children that wait on a queue, in MiB. */
public final class IdleMemory implements Subject {

    private final StartMethod startMethod;

    /**
     * Measures one start method.
     *
     * @param startMethod how the children are started
     */
    public IdleMemory(StartMethod startMethod) {
        this.startMethod = startMethod;
    }

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
        IdleMemoryTestCases.startMethod = startMethod;
        JUnitRun.of(IdleMemoryTestCases.class);
        return List.of(IdleMemoryTestCases.medianMebibytes);
    }
}
