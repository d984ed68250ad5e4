package dev.multiprocess.benchmarks.pool;

import dev.multiprocess.benchmarks.multiprocess.JUnitRun;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.List;

/** Measures a pool of this library. */
public final class PoolSubject implements Subject {

    private final PoolWork work;

    /**
     * Measures one kind of work.
     *
     * @param work what the pool does
     */
    public PoolSubject(PoolWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public List<Double> measure(Effort effort) {
        PoolTestCases.work = work;
        PoolTestCases.effort = effort;
        JUnitRun.of(PoolTestCases.class);
        return List.of(PoolTestCases.value);
    }
}
