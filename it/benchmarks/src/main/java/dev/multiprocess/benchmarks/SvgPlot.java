package dev.multiprocess.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Shows rates as bars on a logarithmic scale, one group a benchmark: the bar ends at the median, the line on it runs
 * from the slowest to the fastest.
 *
 * <p>Written by hand, since libraries that draw charts need the fonts of a desktop, which a server does not have.
 */
final class SvgPlot {

    private static final int WIDTH = 860;
    private static final int LEFT = 330;
    private static final int RIGHT = 90;
    private static final int TOP = 30;
    private static final int BAR = 15;
    private static final int GAP = 14;
    private static final String OURS = "#1a7f5a";
    private static final String PEERS = "#8a94a3";

    private final List<Series> rates;
    private final double least;
    private final double decades;
    private final StringBuilder svg = new StringBuilder();

    private SvgPlot(List<Series> rates) {
        this.rates = rates;
        double smallest = rates.stream().mapToDouble(Series::min).min().orElse(1);
        double largest = rates.stream().mapToDouble(Series::max).max().orElse(10);
        least = Math.floor(Math.log10(smallest));
        decades = Math.max(1, Math.ceil(Math.log10(largest)) - least);
    }

    /** Draws those of the series that are rates. */
    static String of(List<Series> all) {
        return new SvgPlot(all.stream()
                        .filter(series -> series.unit() == Unit.MESSAGES_PER_SECOND)
                        .toList())
                .draw();
    }

    private String draw() {
        List<String> benchmarks =
                rates.stream().map(Series::benchmark).distinct().toList();
        int height = TOP + rates.size() * BAR + benchmarks.size() * GAP + 10;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"11\">%n",
                WIDTH,
                height,
                WIDTH,
                height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        scale(height);
        int y = TOP;
        for (String benchmark : benchmarks) {
            List<Series> group = rates.stream()
                    .filter(series -> series.benchmark().equals(benchmark))
                    .collect(Collectors.toCollection(ArrayList::new));
            text(10, y + BAR - 4, "start", "bold", benchmark);
            for (Series series : group) {
                bar(series, y, series == group.get(0));
                y += BAR;
            }
            y += GAP;
        }
        return svg.append("</svg>\n").toString();
    }

    private void scale(int height) {
        for (int decade = 0; decade <= decades; decade++) {
            double x = x(Math.pow(10, least + decade));
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dddddd\"/>%n",
                    x,
                    TOP - 6,
                    x,
                    height - 10));
            text((int) x, TOP - 12, "middle", "normal", figure(Math.pow(10, least + decade)) + "/s");
        }
    }

    private void bar(Series series, int y, boolean ours) {
        double median = x(series.median());
        text(LEFT - 6, y + BAR - 4, "end", ours ? "bold" : "normal", series.subject());
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LEFT,
                y + 2,
                Math.max(1, median - LEFT),
                BAR - 4,
                ours ? OURS : PEERS));
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"black\"/>%n",
                x(series.min()),
                y + BAR / 2.0,
                x(series.max()),
                y + BAR / 2.0));
        text((int) Math.max(median, x(series.max())) + 6, y + BAR - 4, "start", "normal", figure(series.median()));
    }

    private double x(double value) {
        return LEFT + (Math.log10(value) - least) / decades * (WIDTH - LEFT - RIGHT);
    }

    private void text(int x, int y, String anchor, String weight, String text) {
        svg.append(String.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>%n",
                x, y, anchor, weight, text));
    }

    private static String figure(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, value < 1e7 ? "%.1f M" : "%.0f M", value / 1e6);
        }
        return value >= 1e3
                ? String.format(Locale.ROOT, value < 1e4 ? "%.1f k" : "%.0f k", value / 1e3)
                : String.format(Locale.ROOT, "%.0f", value);
    }
}
