package dev.multiprocess.benchmarks.subject;

import java.util.Collection;

/** Sums up several measurements of one thing. */
public final class Samples {

    private Samples() {}

    /**
     * Finds the median.
     *
     * @param values at least one
     * @return the middle one, or the mean of the two in the middle
     */
    public static double median(Collection<? extends Number> values) {
        double[] sorted =
                values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
