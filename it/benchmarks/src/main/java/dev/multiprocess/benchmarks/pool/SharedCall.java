package dev.multiprocess.benchmarks.pool;

import dev.multiprocess.benchmarks.multiprocess.JUnitRun;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.List;

/** Measures one small call that a child makes of an object in the test JVM, in microseconds: the median. */
public final class SharedCall implements Subject {

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public List<Double> measure(Effort effort) {
        SharedCallTestCases.effort = effort;
        JUnitRun.of(SharedCallTestCases.class);
        return List.of(SharedCallTestCases.micros);
    }
}
