package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.StartMethod;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Subject;

/** Measures from {@code Processes.start} to the first line of the child's task, in milliseconds. */
public final class FirstLine implements Subject {

    private final StartMethod startMethod;

    /**
     * Measures one start method.
     *
     * @param startMethod how the children are started
     */
    public FirstLine(StartMethod startMethod) {
        this.startMethod = startMethod;
    }

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public double measure(Effort effort) {
        FirstLineTestCases.startMethod = startMethod;
        FirstLineTestCases.starts = effort.steps(10);
        JUnitRun.of(FirstLineTestCases.class);
        return FirstLineTestCases.medianMillis;
    }
}
