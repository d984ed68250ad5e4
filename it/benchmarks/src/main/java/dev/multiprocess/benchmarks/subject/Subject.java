package dev.multiprocess.benchmarks.subject;

import java.util.List;
import java.util.Optional;

/** One way to do what a benchmark measures: this library's, or a peer's. Used by one thread at a time. */
public interface Subject {

    /**
     * Returns the subject's name in tables.
     *
     * @return lower case, as in {@code python.queue}; the same for a peer in all benchmarks
     */
    String name();

    /**
     * Returns why it cannot be measured here.
     *
     * @return for example that a program is not installed; empty if it can be measured
     */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /**
     * Measures once, warm-up not counted. Leaves no process and no file.
     *
     * @param effort how much to do
     * @return a value for each figure of the benchmark, in their order
     * @throws Exception if it could not be measured; no figure is reported then
     */
    List<Double> measure(Effort effort) throws Exception;
}
