package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.QueueLoad;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.List;

/** Measures queues between child JVMs: messages a second, and microseconds of processor time a message. */
public final class QueueThroughput implements Subject {

    private final QueueLoad load;

    /**
     * Measures under one load.
     *
     * @param load which processes send what
     */
    public QueueThroughput(QueueLoad load) {
        this.load = load;
    }

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public List<Double> measure(Effort effort) {
        QueueThroughputTestCases.load = load;
        QueueThroughputTestCases.effort = effort;
        JUnitRun.of(QueueThroughputTestCases.class);
        QueueThroughputTestCases.Rate measured = QueueThroughputTestCases.measured;
        return List.of(measured.messagesPerSecond(), measured.cpuMicrosPerMessage());
    }
}
