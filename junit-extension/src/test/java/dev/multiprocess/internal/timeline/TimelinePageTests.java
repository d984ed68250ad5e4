package dev.multiprocess.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.events.Line;
import dev.multiprocess.internal.timeline.Lane.Bar;
import dev.multiprocess.internal.timeline.Lane.BarKind;
import dev.multiprocess.internal.timeline.Lane.Mark;
import dev.multiprocess.internal.timeline.Lane.MarkKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelinePageTests {

    private static final Pattern TAG = Pattern.compile("<(/?[a-zA-Z][a-zA-Z0-9]*|!--)");
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    /** All tags but what is in tags, by their order. */
    private static List<String> tags(String page) {
        return TAG.matcher(page).results().map(tag -> tag.group(1)).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@data@",
                "@unknown@",
                "@script@ @style@ @title@",
                "<script>alert(1)</script>",
                "</script><script>alert(1)//",
                "</pre></title></style>",
                "<!--",
                "<img src=x onerror=alert(1)>",
                "\" onmouseover=\"alert(1)",
                "$1 \\1 ${x}",
                "\ud83d\u0000\u2028"
            })
    void textOfAUser_isOnlyText(String text) {
        String page = TimelinePage.of(TimelineFixture.with(text));

        assertThat(tags(page)).isEqualTo(tags(TimelinePage.of(TimelineFixture.with("plain"))));
        assertThat(page).contains("<td>" + Html.text(text) + "</td><td>2</td><td>1</td><td>1</td>");
        assertThat(page).contains("</small> " + Html.text(text) + "\n");
        assertThat(page).contains("<pre class=\"failure\">" + Html.text(text) + "</pre>");
        assertThat(data(page).get("queues").toString()).contains("name=" + text);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> data(String page) {
        List<String> data =
                DATA.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(data).hasSize(1);
        return (Map<String, Object>) JsonReader.read(data.get(0));
    }

    @Test
    void data_isTheTimelineInMilliseconds() {
        Map<String, Object> data = data(TimelinePage.of(TimelineFixture.with("plain")));

        assertThat(data)
                .containsEntry("duration", 2.5)
                .containsEntry("failedAt", 1.5)
                .containsEntry(
                        "queues",
                        List.of(Map.of(
                                "name", "plain", "sizes", List.of(List.of(0., 1.), List.of(.7, 2.), List.of(.8, 1.)))));
        assertThat(data.get("lanes").toString())
                .contains(
                        "{kind=queue, thread=11.0, threadName=plain, begin=0.5, end=1.6, open=true,"
                                + " text=waits to take from plain}",
                        "{kind=checkpoint, at=0.45, text=plain}");
    }

    @Test
    void page_asksNoNetwork() {
        String page = TimelinePage.of(TimelineFixture.with("plain"));

        assertThat(page).doesNotContain("<link", "<img", "<iframe", "script src", "@import");
    }

    @Test
    void processes_sayWhatTheyWaitedFor() {
        assertThat(TimelinePage.of(TimelineFixture.with("plain")))
                .contains("<td>0.10 ms</td><td>0.30 ms</td><td>2.00 ms, not over</td>"
                        + "<td>waits to take from plain since 0.50 ms</td><td>pid 77, SPAWN, plain</td>");
    }

    @Test
    void markAtTheStartOfABar_isInTheRowBeforeIt() {
        Lane lane = new Lane(
                3,
                "child",
                "pid 77",
                List.of(new Bar(BarKind.EXIT, 0, "", 500_000, 700_000, false, "ends")),
                List.of(new Mark(MarkKind.STEP, 500_000, "its task has returned")),
                List.of(),
                List.of());
        Timeline timeline = new Timeline(
                "T.t",
                TimelineFixture.DURATION,
                Optional.empty(),
                Optional.empty(),
                List.of(lane),
                List.of(),
                List.of(),
                0);

        assertThat(TimelinePage.of(timeline))
                .contains("<tr><td>0.50 ms</td><td></td><td>its task has returned</td></tr>\n"
                        + "<tr><td>0.50 ms</td><td>0.20 ms</td><td>ends</td></tr>\n");
    }

    @Test
    void rows_areAtMostTwoThousandOfALane() {
        assertThat(TimelinePage.of(TimelineFixture.withMarks(2_000)))
                .contains("<td>mark 0.</td>", "<td>mark 1999.</td>")
                .doesNotContain("the chart has all");
        assertThat(TimelinePage.of(TimelineFixture.withMarks(2_003)))
                .contains("<td>mark 3.</td>", "<td>mark 2002.</td>", "The last 2000 of 2003; the chart has all.")
                .doesNotContain("<td>mark 2.</td>");
    }

    @Test
    void output_isTheLastThousandLines() {
        List<Line> output = IntStream.range(0, 1_002)
                .mapToObj(i -> new Line(i, "line " + i + "."))
                .toList();
        History.OfChild child = new History.OfChild(
                3, "chatty", Path.of("chatty"), 77, "SPAWN", Optional.empty(), false, List.of(), output);
        History history = new History("T.t", 0, 9, 10, List.of(child), List.of(), 0, Map.of(), List.of());

        String page = TimelinePage.of(TimelineMaker.of(history, Optional.empty(), of -> List.of(), List.of()));

        assertThat(page).contains("</small> line 2.\n", "</small> line 1001.\n").doesNotContain("</small> line 1.\n");
    }

    @Test
    void lostEvents_areCounted() {
        Timeline some = TimelineFixture.withMarks(1);
        Timeline lost = new Timeline(
                some.test(),
                some.duration(),
                Optional.empty(),
                Optional.empty(),
                some.lanes(),
                List.of(),
                List.of(),
                5);

        assertThat(TimelinePage.of(some)).doesNotContain("more events");
        assertThat(TimelinePage.of(lost)).contains("There were 5 more events, which later ones have replaced.");
    }

    @Test
    void times_haveAsManyDigitsAsTellSomething() {
        assertThat(Stream.of(0L, 1_234_000L, 12_340_000L, 9_999_400_000L, 12_345_678_000L)
                        .map(Words::time))
                .containsExactly("0.00 ms", "1.23 ms", "12 ms", "9,999 ms", "12,346 ms");
    }
}
