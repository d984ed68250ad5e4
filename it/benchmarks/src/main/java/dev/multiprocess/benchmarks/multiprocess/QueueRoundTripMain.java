package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Samples;
import java.time.Duration;
import java.util.List;

/** A test JVM that makes round trips. */
final class QueueRoundTripMain {

    private QueueRoundTripMain() {}

    /**
     * Prints the median and the 99th percentile as its last line.
     *
     * @param args the time of the warm-up, and the time that is measured
     */
    public static void main(String[] args) {
        QueueRoundTripTestCases.effort = new Effort(Duration.parse(args[0]), Duration.parse(args[1]), 1);
        JUnitRun.of(QueueRoundTripTestCases.class);
        List<Double> micros = QueueRoundTripTestCases.micros;
        System.out.println(Samples.median(micros) + " " + Samples.percentile(99, micros));
    }
}
