package dev.multiprocess.benchmarks.sync;

import dev.multiprocess.benchmarks.multiprocess.JUnitRun;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.List;

/** Measures one kind of work with our types, in microseconds for each time. */
public final class SyncSubject implements Subject {

    private final SyncWork work;

    /**
     * For one kind of work.
     *
     * @param work what is done
     */
    public SyncSubject(SyncWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public List<Double> measure(Effort effort) {
        SyncTestCases.effort = effort;
        SyncTestCases.work = work;
        JUnitRun.of(SyncTestCases.class);
        return List.of(SyncTestCases.micros);
    }
}
