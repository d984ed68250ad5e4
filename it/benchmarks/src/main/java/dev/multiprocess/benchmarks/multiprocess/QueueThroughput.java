package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.QueueLoad;
import dev.multiprocess.benchmarks.subject.Subject;

/** Measures a queue between child JVMs, in messages a second. */
public final class QueueThroughput implements Subject {

    private final QueueLoad load;

    /**
     * Measures under one load.
     *
     * @param load who sends what
     */
    public QueueThroughput(QueueLoad load) {
        this.load = load;
    }

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public double measure(Effort effort) {
        QueueThroughputTestCases.load = load;
        QueueThroughputTestCases.effort = effort;
        JUnitRun.of(QueueThroughputTestCases.class);
        return QueueThroughputTestCases.messagesPerSecond;
    }
}
