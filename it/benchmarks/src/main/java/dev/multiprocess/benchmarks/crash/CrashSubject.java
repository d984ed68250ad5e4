package dev.multiprocess.benchmarks.crash;

import dev.multiprocess.benchmarks.multiprocess.JUnitRun;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.List;

/** Measures how many points of a crash test are tried in a second, or how many children do nothing in that time. */
public final class CrashSubject implements Subject {

    private static final int POINTS = 500;

    private final CrashWork work;

    /**
     * For one kind of work.
     *
     * @param work what is done
     */
    public CrashSubject(CrashWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return work.subject();
    }

    @Override
    public List<Double> measure(Effort effort) {
        CrashTestCases.points = effort.steps(POINTS);
        CrashTestCases.work = work;
        JUnitRun.of(CrashTestCases.class);
        return List.of(CrashTestCases.perSecond);
    }
}
