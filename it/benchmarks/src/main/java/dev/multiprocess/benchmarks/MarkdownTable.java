package dev.multiprocess.benchmarks;

import java.util.List;
import java.util.Locale;

/** Shows series as a table; in each benchmark the first one is compared with the others. */
final class MarkdownTable {

    private MarkdownTable() {}

    static String of(List<Series> all) {
        StringBuilder table = new StringBuilder("""
                | benchmark | subject | unit | median | min..max | times as fast: median (min..max) |
                | --- | --- | --- | ---: | ---: | ---: |
                """);
        Series first = null;
        for (Series each : all) {
            boolean begins = first == null || !first.benchmark().equals(each.benchmark());
            first = begins ? each : first;
            table.append("| %s | %s | %s | %s | %s..%s | %s |%n"
                    .formatted(
                            each.benchmark(),
                            each.subject(),
                            each.unit().text,
                            figure(each.median()),
                            figure(each.min()),
                            figure(each.max()),
                            begins ? "" : ratio(first.timesAsFastAs(each))));
        }
        return table.toString();
    }

    private static String ratio(Series ratios) {
        return String.format(Locale.ROOT, "%.2f (%.2f..%.2f)", ratios.median(), ratios.min(), ratios.max());
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 1 ? "%.3f" : value < 1000 ? "%.1f" : "%,.0f", value);
    }
}
