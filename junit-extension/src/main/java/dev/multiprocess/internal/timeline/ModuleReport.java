package dev.multiprocess.internal.timeline;

import dev.multiprocess.internal.timeline.TestSummary.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A page about the tests of a module that have started processes: what the output directory has of the last run. */
public final class ModuleReport {

    /** Its name in the output directory. */
    public static final String PAGE = "index.html";

    /** What the Maven plugin has ended is in this file of the output directory, a line each. */
    public static final String REAPED = "reaped.txt";

    /** What crash tests say of what they have tried. */
    private static final String CRASHES = "summary.txt";

    private static final DateTimeFormatter RAN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Path output;
    private final List<Entry> entries;
    private final List<String> unreadable;

    /** One test and its directory. */
    private record Entry(TestSummary summary, Path directory) {}

    private ModuleReport(Path output, List<Entry> entries, List<String> unreadable) {
        this.output = output;
        this.entries = entries;
        this.unreadable = unreadable;
    }

    /**
     * Reads what tests have left.
     *
     * @param output the output directory of a module
     * @return of no test if there is nothing; what cannot be read is named on the page
     */
    public static ModuleReport of(Path output) {
        List<Entry> entries = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Path ofClass : directories(output, unreadable)) {
            for (Path ofTest : directories(ofClass, unreadable)) {
                Path file = ofTest.resolve(TestSummary.FILE);
                if (Files.exists(file)) {
                    try {
                        entries.add(new Entry(TestSummary.read(file), ofTest));
                    } catch (IOException e) {
                        unreadable.add(e.getMessage());
                    }
                }
            }
        }
        entries.sort(Comparator.comparing((Entry entry) -> entry.summary().result() != Result.FAILED)
                .thenComparing(entry -> entry.summary().began()));
        return new ModuleReport(output, List.copyOf(entries), List.copyOf(unreadable));
    }

    /** One that may not be read hides no other. */
    private static List<Path> directories(Path from, List<String> unreadable) {
        if (!Files.isDirectory(from)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(from)) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException | UncheckedIOException e) {
            unreadable.add("this directory cannot be read: " + from + ": " + e);
            return List.of();
        }
    }

    /** How many tests it has. */
    public int tests() {
        return entries.size();
    }

    /** How many of them have failed. */
    public long failed() {
        return entries.stream()
                .filter(entry -> entry.summary().result() == Result.FAILED)
                .count();
    }

    /**
     * Writes the page.
     *
     * @param module its name
     * @return the page
     * @throws IOException if there is no room for it
     */
    public Path write(String module) throws IOException {
        return Files.writeString(output.resolve(PAGE), page(module));
    }

    private String page(String module) throws IOException {
        Map<String, String> parts = Map.of(
                "title", Html.text("Processes of the tests of " + module),
                "style", Resources.text("page.css"),
                "totals", totals(),
                "tests", entries.stream().map(this::row).collect(Collectors.joining()),
                "methods", methods(),
                "details", entries.stream().map(this::details).collect(Collectors.joining()),
                "reaped", reaped(),
                "unreadable", lines("Could not be read", unreadable));
        return Resources.page("report.html", parts);
    }

    private String totals() {
        List<TestSummary.OfChild> children = children();
        long failed = failed();
        long leaks = entries.stream()
                .mapToLong(entry -> entry.summary().leaks().size())
                .sum();
        String words = Words.of(tests(), "test") + " with processes, " + failed + " failed; "
                + Words.of(children.size(), "child", "children") + ", "
                + children.stream().filter(child -> child.kills() > 0).count() + " killed by their tests, "
                + Words.of(leaks, "leak");
        return "<p class=\"" + (failed == 0 ? "good" : "bad") + "\">" + words + "</p>\n";
    }

    private List<TestSummary.OfChild> children() {
        return entries.stream()
                .flatMap(entry -> entry.summary().children().stream())
                .toList();
    }

    private String row(Entry entry) {
        TestSummary test = entry.summary();
        long killed =
                test.children().stream().filter(child -> child.kills() > 0).count();
        Duration waited =
                test.children().stream().map(TestSummary.OfChild::waited).reduce(Duration.ZERO, Duration::plus);
        return "<tr class=\"" + Words.lower(test.result()) + "\"><td>" + link(entry)
                + (test.failure().isEmpty() ? "" : "<br><small>" + Html.text(test.failure()) + "</small>")
                + Html.cell(Words.lower(test.result()))
                + Html.cell(RAN.format(test.began()))
                + Html.cell(Words.time(test.took()))
                + Html.cell(String.valueOf(test.children().size()))
                + Html.cell(longestStart(test))
                + Html.cell(Words.time(waited))
                + Html.cell(some(killed))
                + Html.cell(some(test.leaks().size()))
                + Html.cell(page(entry).map(page -> Html.link(page, "timeline")).orElse(""))
                + "</td></tr>\n";
    }

    private static String some(long count) {
        return count == 0 ? "" : String.valueOf(count);
    }

    private static String longestStart(TestSummary test) {
        return test.children().stream()
                .flatMap(child -> child.start().stream())
                .max(Comparator.naturalOrder())
                .map(Words::time)
                .orElse("");
    }

    private String link(Entry entry) {
        return "<a href=\"#" + Html.text(id(entry)) + "\">"
                + Html.text(entry.summary().test()) + "</a>";
    }

    private String id(Entry entry) {
        return "test-" + entries.indexOf(entry);
    }

    private Optional<String> page(Entry entry) {
        Path page = entry.directory().resolve(TimelineFiles.PAGE);
        return Files.exists(page) ? Optional.of(reference(page)) : Optional.empty();
    }

    private String reference(Path file) {
        return StreamSupport.stream(output.relativize(file).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }

    /** How long starts took, by start method. */
    private String methods() {
        Map<String, List<Duration>> starts = new TreeMap<>();
        for (TestSummary.OfChild child : children()) {
            child.start()
                    .ifPresent(start -> starts.computeIfAbsent(child.startMethod(), method -> new ArrayList<>())
                            .add(start));
        }
        return starts.entrySet().stream()
                .map(method -> {
                    List<Duration> sorted = method.getValue().stream().sorted().toList();
                    return "<tr><td>" + Html.text(method.getKey())
                            + Html.cell(String.valueOf(sorted.size()))
                            + Html.cell(Words.time(sorted.get(sorted.size() / 2)))
                            + Html.cell(Words.time(sorted.get(sorted.size() - 1)))
                            + "</td></tr>\n";
                })
                .collect(Collectors.joining());
    }

    private String details(Entry entry) {
        TestSummary test = entry.summary();
        StringBuilder html = new StringBuilder("<details id=\"" + id(entry) + "\"><summary>" + Html.text(test.test())
                + "</summary>\n<div class=\"wide\"><table>\n<thead><tr><th>child</th><th>pid</th><th>start method</th>"
                + "<th>start took</th><th>ran for</th><th>waits</th><th>waited</th><th>how it ended</th></tr></thead>\n"
                + "<tbody>\n");
        for (TestSummary.OfChild child : test.children()) {
            html.append("<tr class=\"" + (child.failed() ? "failed" : "passed") + "\"><td>" + Html.text(child.name())
                    + Html.cell(String.valueOf(child.pid()))
                    + Html.cell(Html.text(child.startMethod()))
                    + Html.cell(child.start().map(Words::time).orElse("never"))
                    + Html.cell(child.run().map(Words::time).orElse("never"))
                    + Html.cell(String.valueOf(child.waits()))
                    + Html.cell(Words.time(child.waited()))
                    + Html.cell(Html.text(child.ended()))
                    + "</td></tr>\n");
        }
        html.append("</tbody></table></div>\n");
        html.append(lines("Leaks", test.leaks()));
        html.append(lines("Crash tests", crashes(entry)));
        List<String> files = new FileLinks(output).below(entry.directory());
        if (!files.isEmpty()) {
            html.append("<p>Files: "
                    + files.stream()
                            .map(file -> Html.link(file, file.substring(file.lastIndexOf('/') + 1)))
                            .collect(Collectors.joining(", "))
                    + "</p>\n");
        }
        return html + "</details>\n";
    }

    private static List<String> crashes(Entry entry) {
        try (Stream<Path> files = Files.walk(entry.directory(), 2)) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.filter(each -> each.getFileName().toString().equals(CRASHES))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines;
        } catch (IOException | UncheckedIOException e) {
            return List.of("could not be read: " + e);
        }
    }

    private String reaped() throws IOException {
        Path file = output.resolve(REAPED);
        return lines("Ended by the Maven plugin", Files.exists(file) ? Files.readAllLines(file) : List.of());
    }

    private static String lines(String title, List<String> lines) {
        return lines.isEmpty()
                ? ""
                : "<h3>" + Html.text(title) + "</h3>\n<ul>\n"
                        + lines.stream()
                                .map(line -> "<li>" + Html.text(line) + "</li>\n")
                                .collect(Collectors.joining())
                        + "</ul>\n";
    }
}
