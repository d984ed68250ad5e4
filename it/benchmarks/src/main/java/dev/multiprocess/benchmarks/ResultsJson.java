package dev.multiprocess.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes series as JSON: one array, one object a series, one line an object. */
final class ResultsJson {

    private ResultsJson() {}

    static String of(List<Series> all) {
        return all.stream().map(ResultsJson::object).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    private static String object(Series series) {
        // No name or unit has a character that JSON would want escaped.
        return String.format(
                Locale.ROOT,
                "{\"benchmark\": \"%s\", \"subject\": \"%s\", \"unit\": \"%s\","
                        + " \"median\": %.3f, \"min\": %.3f, \"max\": %.3f, \"repetitions\": %d}",
                series.benchmark(),
                series.subject(),
                series.unit().text,
                series.median(),
                series.min(),
                series.max(),
                series.values().size());
    }
}
