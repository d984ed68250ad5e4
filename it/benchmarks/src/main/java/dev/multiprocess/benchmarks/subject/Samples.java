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

    /**
     * Finds a percentile.
     *
     * @param percent 0 to 100
     * @param values at least one
     * @return the smallest value that this many percent of the values do not exceed
     */
    public static double percentile(int percent, Collection<? extends Number> values) {
        double[] sorted =
                values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }
}
