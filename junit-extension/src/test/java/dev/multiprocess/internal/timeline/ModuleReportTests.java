package dev.multiprocess.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.internal.events.Event;
import dev.multiprocess.internal.events.Moments.Kind;
import dev.multiprocess.internal.events.Moments.Moment;
import dev.multiprocess.internal.timeline.TestSummary.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleReportTests {

    private static final long MILLI = 1_000_000;

    @TempDir
    private Path output;

    private static History.OfChild child(int number, String name, Path files) {
        List<Moment> moments = List.of(
                new Moment(Kind.STARTED, 10 * MILLI),
                new Moment(Kind.BEGAN, 60 * MILLI),
                new Moment(Kind.KILLED, 90 * MILLI),
                new Moment(Kind.ENDED, 100 * MILLI));
        return new History.OfChild(
                number, name, files, 77, "FORK", Optional.of("was killed <b>"), true, moments, List.of());
    }

    private static History history(Path directory) {
        List<Event> events = List.of(
                new Event(Event.Kind.WAIT, 1, 1, 60 * MILLI, 70 * MILLI, 0, 0, "7\tmain"),
                new Event(Event.Kind.WAIT, 1, 1, 80 * MILLI, Event.OPEN, 0, 0, "7\tmain"),
                new Event(Event.Kind.WAIT, 2, 1, 60 * MILLI, 90 * MILLI, 0, 0, "7\tmain"));
        List<History.OfChild> children = List.of(
                child(1, "own", directory.resolve("own")), child(2, "of-the-class", directory.resolve("of-the-class")));
        return new History("Feed.all", 0, 90 * MILLI, 120 * MILLI, children, events, 0, Map.of(), List.of());
    }

    private Path write(String test, Result result, String failure) throws IOException {
        Path directory = Files.createDirectories(output.resolve("Feed").resolve(test));
        Files.writeString(directory.resolve("own.txt"), "its output");
        TimelineFiles.writeSummary(
                history(directory),
                Set.of(1),
                result,
                Optional.of(failure).filter(text -> !text.isEmpty()),
                List.of("child 'own' left a thread"),
                directory);
        return directory;
    }

    @Test
    void summary_isOfOwnChildrenAndTheirWaits() throws IOException {
        Path directory = write("all", Result.FAILED, "it \u00fc failed\nand more");

        TestSummary summary = TestSummary.read(directory.resolve(TestSummary.FILE));

        assertThat(summary.test()).isEqualTo("Feed.all");
        assertThat(summary.took()).isEqualTo(Duration.ofMillis(120));
        assertThat(summary.failure()).isEqualTo("it \u00fc failed");
        assertThat(summary.leaks()).containsExactly("child 'own' left a thread");
        assertThat(summary.children())
                .containsExactly(new TestSummary.OfChild(
                        "own",
                        77,
                        "FORK",
                        Optional.of(Duration.ofMillis(50)),
                        Optional.of(Duration.ofMillis(40)),
                        2,
                        Duration.ofMillis(30),
                        1,
                        true,
                        "was killed <b>"));
    }

    @Test
    void childThatHasNotBegun_isReadAsItWasWritten() throws IOException {
        TestSummary.OfChild child = new TestSummary.OfChild(
                "a=b: c", 1, "SPAWN", Optional.empty(), Optional.empty(), 0, Duration.ZERO, 0, false, "lives\non");
        TestSummary summary = new TestSummary(
                "T.t", Instant.ofEpochMilli(7), Duration.ZERO, Result.ABORTED, "", List.of(child, child), List.of());

        summary.write(output);

        assertThat(TestSummary.read(output.resolve(TestSummary.FILE))).isEqualTo(summary);
    }

    @Test
    void page_hasEachTestWithItsFiles() throws IOException {
        write("all", Result.FAILED, "it <i>failed</i>");
        Files.writeString(write("some", Result.PASSED, "").resolve(TimelineFiles.PAGE), "page");
        Files.writeString(output.resolve(ModuleReport.REAPED), "pid 4711, child 'zombie'\n");
        Files.writeString(output.resolve("Feed/some/summary.txt"), "crash test Feed.some: points: 3\n");

        ModuleReport report = ModuleReport.of(output);
        String page = Files.readString(report.write("feed & co"));

        assertThat(report.tests()).isEqualTo(2);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(page)
                .contains("<title>Processes of the tests of feed &amp; co</title>")
                .contains("2 tests with processes, 1 failed; 2 children, 2 killed by their tests, 2 leaks")
                .contains("it &lt;i&gt;failed&lt;/i&gt;", "was killed &lt;b&gt;", "child &#39;own&#39; left a thread")
                .contains("<a href=\"./Feed/some/timeline.html\">timeline</a>")
                .contains("<a href=\"./Feed/all/own.txt\">own.txt</a>")
                .contains("pid 4711, child &#39;zombie&#39;", "crash test Feed.some: points: 3")
                .contains("<tr><td>FORK</td><td>2</td><td>50 ms</td><td>50 ms</td></tr>")
                .doesNotContainPattern("@\\w+@");
    }

    @Test
    void outputDirectoryThatIsNotThere_hasNoTests() throws IOException {
        assertThat(ModuleReport.of(output.resolve("nowhere")).tests()).isZero();
    }

    @Test
    void fileThatIsNoSummary_isNamedOnThePage() throws IOException {
        Path directory = write("all", Result.PASSED, "");
        Path damaged = Files.createDirectories(output.resolve("Feed/damaged"));
        Files.writeString(damaged.resolve(TestSummary.FILE), "test=T.t\n");

        assertThatThrownBy(() -> TestSummary.read(damaged.resolve(TestSummary.FILE)))
                .isInstanceOf(IOException.class)
                .hasMessage("this is no summary of a test: " + damaged.resolve(TestSummary.FILE) + ": it has no began");
        ModuleReport report = ModuleReport.of(output);
        assertThat(report.tests()).isEqualTo(1);
        assertThat(Files.readString(report.write("feed"))).contains("it has no began");
        assertThat(directory).exists();
    }
}
