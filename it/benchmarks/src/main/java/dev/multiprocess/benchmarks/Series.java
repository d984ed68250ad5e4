package dev.multiprocess.benchmarks;

import dev.multiprocess.benchmarks.subject.Samples;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one subject of a benchmark has reached.
 *
 * @param benchmark the name of benchmark and figure
 * @param subject the subject's name
 * @param unit what the values are
 * @param values one a repetition, in their order
 */
record Series(String benchmark, String subject, Unit unit, List<Double> values) {

    /** One without values yet. */
    static Series begin(Benchmark benchmark, Figure figure, Subject subject) {
        return new Series(figure.of(benchmark.name()), subject.name(), figure.unit(), new ArrayList<>());
    }

    double median() {
        return Samples.median(values);
    }

    double min() {
        return Collections.min(values);
    }

    double max() {
        return Collections.max(values);
    }

    /** How many times as fast this is as another, repetition by repetition: both saw the same machine then. */
    Series timesAsFastAs(Series other) {
        List<Double> ratios = IntStream.range(0, values.size())
                .mapToObj(i -> unit.timesAsFast(values.get(i), other.values().get(i)))
                .toList();
        return new Series(benchmark, other.subject(), unit, ratios);
    }
}
