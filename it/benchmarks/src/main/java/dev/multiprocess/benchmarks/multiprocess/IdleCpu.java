package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.ProcessorTime;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.List;
import java.util.Optional;

/** Measures the processor time that a child blocked in {@code take} and its test JVM need in ten seconds, in ms. */
public final class IdleCpu implements Subject {

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public Optional<String> missing() {
        return ProcessorTime.missing();
    }

    @Override
    public List<Double> measure(Effort effort) {
        IdleCpuTestCases.waitedMillis = effort.steps(10_000);
        JUnitRun.of(IdleCpuTestCases.class);
        return List.of(IdleCpuTestCases.cpuMillis);
    }
}
