package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Subject;

/** Measures one message from the test JVM to a child and back, through two queues, in microseconds. */
public final class QueueRoundTrip implements Subject {

    @Override
    public String name() {
        return "multiprocess";
    }

    @Override
    public double measure(Effort effort) {
        QueueRoundTripTestCases.effort = effort;
        JUnitRun.of(QueueRoundTripTestCases.class);
        return QueueRoundTripTestCases.medianMicros;
    }
}
