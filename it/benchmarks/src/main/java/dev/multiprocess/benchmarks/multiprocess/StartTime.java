package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.StartMethod;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Moment;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.List;

/** Measures from {@code Processes.start} to a moment in the child's life, in milliseconds. */
public final class StartTime implements Subject {

    private final StartMethod startMethod;
    private final Moment moment;

    /**
     * Measures one start method.
     *
     * @param startMethod how the children are started
     * @param moment when the clock stops
     */
    public StartTime(StartMethod startMethod, Moment moment) {
        this.startMethod = startMethod;
        this.moment = moment;
    }

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public List<Double> measure(Effort effort) {
        StartTimeTestCases.startMethod = startMethod;
        StartTimeTestCases.moment = moment;
        StartTimeTestCases.starts = effort.steps(4);
        JUnitRun.of(StartTimeTestCases.class);
        return List.of(StartTimeTestCases.medianMillis);
    }
}
