package dev.multiprocess.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.internal.diagnose.Wait;
import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Line;
import dev.multiprocess.internal.events.Moments.Kind;
import dev.multiprocess.internal.events.Moments.Moment;
import dev.multiprocess.internal.timeline.History;
import dev.multiprocess.internal.timeline.TimelineFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The timeline of a test of 64 children with 10,000 events and a thousand lines of output each. */
@Timeout(120)
@ExtendWith(BrowserExtension.class)
class LargeTimelineTests {

    private static final int CHILDREN = 64;
    private static final int EVENTS = 10_000;
    /** So many lanes do not fit on a screen. */
    private static final int FAR = 20;

    private static final int LINES = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long DURATION = 20_000 * MILLISECOND;

    private static History history(Path directory) {
        List<History.OfChild> children = IntStream.rangeClosed(1, CHILDREN)
                .mapToObj(number -> child(number, directory))
                .toList();
        Random random = new Random(1);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(event(i, 1 + random.nextInt(CHILDREN), random));
        }
        events.sort(Comparator.comparingLong(Event::begin));
        return new History(
                "LargeTests.manyChildren",
                0,
                DURATION - MILLISECOND,
                DURATION,
                children,
                events,
                7,
                Map.of(1, "work"),
                List.of(new History.Note(DURATION - MILLISECOND, "it fails")));
    }

    private static History.OfChild child(int number, Path directory) {
        long start = number * MILLISECOND;
        List<Moment> moments = List.of(
                new Moment(Kind.STARTED, start),
                new Moment(Kind.UP, start + 80 * MILLISECOND),
                new Moment(Kind.BEGAN, start + 120 * MILLISECOND),
                new Moment(Kind.ENDED, DURATION - 2 * MILLISECOND));
        List<Line> output = IntStream.range(0, LINES)
                .mapToObj(i -> new Line(
                        start + i * (DURATION / LINES), "line " + i + " of child " + number + ", as long as many are"))
                .toList();
        return new History.OfChild(
                number,
                "child-" + number,
                directory.resolve("child-" + number),
                1_000 + number,
                "SPAWN",
                Optional.of("returned"),
                false,
                moments,
                output);
    }

    private static Event event(int i, int process, Random random) {
        long begin = (long) (200 * MILLISECOND + random.nextDouble() * (DURATION - 300 * MILLISECOND));
        long end = begin + random.nextInt(60) * MILLISECOND;
        return switch (i % 5) {
            case 0 -> new Event(Event.Kind.PUT, process, 1, begin, begin, 1, i / 5, "");
            case 1 -> new Event(Event.Kind.TAKE, process, 1, begin, begin, 1, i / 5, "");
            case 2 -> new Event(Event.Kind.CHECKPOINT, process, 1, begin, begin, 1, 0, "halfway");
            case 3 -> new Event(Event.Kind.HOLD, process, 1, begin, end, 3, 0, "lock 'a'");
            default ->
                new Event(Event.Kind.WAIT, process, 1, begin, end, Wait.Kind.SYNC.ordinal(), 0, "3 1 lock 'a'\tmain");
        };
    }

    @Test
    void timelineOfManyChildren_isUsable(Browser browser, @TempDir Path directory) throws IOException {
        Path page = TimelineFiles.write(history(directory), Optional.of("it failed"), directory);
        Chart chart = new Chart(browser);

        long before = System.nanoTime();
        browser.open(page, 1280);
        long opened = (System.nanoTime() - before) / MILLISECOND;

        assertThat(browser.messages()).isEmpty();
        assertThat(chart.names()).hasSize(1 + CHILDREN);
        String all = chart.axis();
        browser.ask("document.getElementById('plot').focus()");
        browser.actions().sendKeys("+").perform();
        chart.awaitAxis(all, true);
        browser.actions().sendKeys(Keys.ARROW_DOWN.toString().repeat(FAR)).perform();
        browser.await("a child below the edge", () -> chart.status().startsWith("child-19: pid 1019"));
        browser.await("its lane in view", () -> (Boolean) browser.ask("""
                const box = document.getElementById('plot').getBoundingClientRect();
                const lane = document.querySelector('#plot .chosen-lane').getBoundingClientRect();
                return box.top <= lane.top && lane.bottom <= box.bottom;
                """));
        browser.actions().sendKeys("0").perform();
        chart.awaitAxis(all, false);

        System.out.println("a timeline of " + CHILDREN + " children and " + EVENTS + " events: opened in " + opened
                + " ms; all drawn in " + frame(browser, "zoom-all") + " ms, zoomed in " + frame(browser, "zoom-in")
                + " ms");
    }

    /** How many milliseconds pass from a click until the frame that shows its effect is done. */
    private static String frame(Browser browser, String button) {
        return (String) browser.askLater("""
                const done = arguments[arguments.length - 1];
                const begin = performance.now();
                document.getElementById('""" + button + """
                ').click();
                requestAnimationFrame(() => {
                  const drawn = performance.now();
                  const channel = new MessageChannel();
                  channel.port1.onmessage = () => done((performance.now() - begin).toFixed(0));
                  channel.port2.postMessage(null);
                });
                """);
    }
}
