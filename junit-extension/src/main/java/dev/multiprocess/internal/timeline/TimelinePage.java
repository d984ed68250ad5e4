package dev.multiprocess.internal.timeline;

import dev.multiprocess.internal.timeline.Lane.Bar;
import dev.multiprocess.internal.timeline.Lane.BarKind;
import dev.multiprocess.internal.timeline.Lane.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A timeline as one page: tables for all browsers, and a chart where scripts run. */
final class TimelinePage {

    /** Its rows are there for people; a script reads the data. */
    private static final int MOST_ROWS = 2_000;

    private TimelinePage() {}

    /** All of it. */
    static String of(Timeline timeline) {
        Map<String, String> parts = Map.of(
                "title", Html.text(timeline.test()),
                "style", Resources.text("page.css"),
                "verdict", verdict(timeline),
                "processes", processes(timeline),
                "queues", queues(timeline),
                "details",
                        lost(timeline)
                                + timeline.lanes().stream()
                                        .map(TimelinePage::details)
                                        .collect(Collectors.joining()),
                "data", TimelineJson.of(timeline),
                "licence", Html.text(Resources.text("d3/LICENSE")),
                "library", Resources.text("d3/d3.min.js"),
                "script", Resources.text("timeline.js"));
        return Resources.page("timeline.html", parts);
    }

    private static String verdict(Timeline timeline) {
        String end = Words.time(timeline.duration());
        if (timeline.failure().isEmpty()) {
            return "<p class=\"good\">Passed; this timeline ends at " + end + "</p>";
        }
        String cause = timeline.cause()
                .map(first -> "Failed at " + Words.time(first.at()) + ": " + Html.text(first.process()) + ": "
                        + Html.text(first.text()))
                .orElse("Failed");
        return "<p class=\"bad\">" + cause + "</p>\n<p>This timeline ends at " + end
                + ".</p>\n<pre class=\"failure\">"
                + Html.text(timeline.failure().get()) + "</pre>";
    }

    private static String processes(Timeline timeline) {
        long failed = timeline.cause().map(Timeline.Cause::at).orElse(timeline.duration());
        StringBuilder rows = new StringBuilder();
        for (Lane lane : timeline.lanes()) {
            rows.append("<tr><td>")
                    .append("<a href=\"#process-" + lane.process() + "\">" + Html.text(lane.name()) + "</a>")
                    .append(Html.cell(lane.process() == 0 ? "" : begin(lane, BarKind.BOOT)))
                    .append(Html.cell(lane.process() == 0 ? "" : duration(lane, BarKind.BOOT, BarKind.LOAD)))
                    .append(Html.cell(duration(lane, BarKind.TASK)))
                    .append(Html.cell(Html.text(waits(lane, failed))))
                    .append(Html.cell(Html.text(lane.about())))
                    .append("</td></tr>\n");
        }
        return rows.toString();
    }

    private static Optional<Bar> first(Lane lane, BarKind kind) {
        return lane.bars().stream().filter(bar -> bar.kind() == kind).findFirst();
    }

    private static String begin(Lane lane, BarKind kind) {
        return first(lane, kind).map(bar -> Words.time(bar.begin())).orElse("");
    }

    /** Of all such bars. */
    private static String duration(Lane lane, BarKind... kinds) {
        List<Bar> bars = lane.bars().stream()
                .filter(bar -> List.of(kinds).contains(bar.kind()))
                .toList();
        long nanos = bars.stream().mapToLong(bar -> bar.end() - bar.begin()).sum();
        boolean open = bars.stream().anyMatch(Bar::open);
        return bars.isEmpty() ? "never" : Words.time(nanos) + (open ? ", not over" : "");
    }

    /** What it waited for at a moment. */
    private static String waits(Lane lane, long at) {
        List<Bar> then = lane.bars().stream()
                .filter(bar -> bar.begin() <= at && at <= bar.end())
                .toList();
        String waits = then.stream()
                .filter(bar -> bar.kind().isWait())
                .map(bar -> bar.text() + " since " + Words.time(bar.begin()))
                .distinct()
                .collect(Collectors.joining("; "));
        boolean ran = then.stream().anyMatch(bar -> bar.kind() == BarKind.TASK);
        return waits.isEmpty() && ran ? "nothing: it ran" : waits;
    }

    private static String queues(Timeline timeline) {
        if (timeline.queues().isEmpty()) {
            return "";
        }
        StringBuilder rows = new StringBuilder("<h2>Queues</h2>\n<div class=\"wide\"><table>\n"
                + "<thead><tr><th>queue</th><th>put</th><th>taken</th><th>not taken</th></tr></thead>\n<tbody>\n");
        for (Timeline.Queue queue : timeline.queues()) {
            rows.append("<tr><td>" + Html.text(queue.name()))
                    .append(Html.cell(String.valueOf(queue.put())))
                    .append(Html.cell(String.valueOf(queue.taken())))
                    .append(Html.cell(String.valueOf(queue.put() - queue.taken())))
                    .append("</td></tr>\n");
        }
        return rows + "</tbody></table></div>\n<p>Of each queue, the first thousand elements are counted.</p>\n";
    }

    /** One thing that a process did. */
    private record Row(long at, String duration, String html) {}

    /** The target of a link is inside, so that browsers open what is around it. */
    private static String details(Lane lane) {
        List<Row> rows = new ArrayList<>();
        // Before what begins at the same time: a task has returned, and then its process ends.
        for (Mark mark : lane.marks()) {
            rows.add(new Row(mark.at(), "", Html.text(mark.text())));
        }
        for (Bar bar : lane.bars()) {
            String thread =
                    bar.threadName().isEmpty() ? "" : " <small>thread " + Html.text(bar.threadName()) + "</small>";
            String duration = Words.time(bar.end() - bar.begin()) + (bar.open() ? ", not over" : "");
            rows.add(new Row(bar.begin(), duration, Html.text(bar.text()) + thread));
        }
        rows.sort(Comparator.comparingLong(Row::at));
        StringBuilder html = new StringBuilder("<details><summary>" + Html.text(lane.name())
                + "</summary>\n<div id=\"process-" + lane.process() + "\">\n");
        if (!lane.files().isEmpty()) {
            html.append(
                    "<p>Files: " + lane.files().stream().map(Html::link).collect(Collectors.joining(", ")) + "</p>\n");
        }
        html.append("<div class=\"wide\"><table>\n<thead><tr><th>at</th><th>took</th><th>what</th></tr></thead>\n"
                + "<tbody>\n");
        rows.stream()
                .skip(Math.max(0, rows.size() - MOST_ROWS))
                .forEach(row -> html.append("<tr><td>" + Words.time(row.at()) + Html.cell(row.duration())
                        + Html.cell(row.html()) + "</td></tr>\n"));
        html.append("</tbody></table></div>\n");
        if (rows.size() > MOST_ROWS) {
            html.append("<p>The last " + MOST_ROWS + " of " + rows.size() + "; the chart has all.</p>\n");
        }
        if (!lane.output().isEmpty()) {
            html.append("<p>Its last lines of output, and when they were read:</p>\n<pre>");
            lane.output()
                    .forEach(line -> html.append(
                            "<small>" + Words.time(line.at()) + "</small> " + Html.text(line.text()) + "\n"));
            html.append("</pre>\n");
        }
        return html + "</div>\n</details>\n";
    }

    private static String lost(Timeline timeline) {
        return timeline.lostEvents() == 0
                ? ""
                : "<p>There were " + timeline.lostEvents() + " more events, which later ones have replaced.</p>\n";
    }
}
