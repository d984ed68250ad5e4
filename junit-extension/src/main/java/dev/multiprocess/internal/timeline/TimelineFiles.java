package dev.multiprocess.internal.timeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the timeline of a test beside the output of its children. */
public final class TimelineFiles {

    /** The page. */
    public static final String PAGE = "timeline.html";

    /** The trace, for other tools. */
    public static final String TRACE = "timeline.json";

    private TimelineFiles() {}

    /**
     * Writes the summary of a test, for the report of its module.
     *
     * @param history of the test
     * @param own numbers of the children that are its own
     * @param failure what it has failed with; empty if it has not
     * @param leaks what its children have left running, a line each
     * @param directory of the files of the test
     * @throws IOException if there is no room for it
     */
    public static void writeSummary(
            History history,
            Set<Integer> own,
            TestSummary.Result result,
            Optional<String> failure,
            List<String> leaks,
            Path directory)
            throws IOException {
        SummaryMaker.of(history, own, Instant.now(), result, failure, leaks).write(directory);
    }

    /**
     * Writes it.
     *
     * @param history of the test
     * @param failure why it has failed; empty if it has not
     * @param directory of the files of the test
     * @return the page
     * @throws IOException if there is no room for it
     */
    public static Path write(History history, Optional<String> failure, Path directory) throws IOException {
        FileLinks links = new FileLinks(directory);
        Path trace = directory.resolve(TRACE);
        // First, so that the page links it.
        Files.writeString(trace, "");
        Timeline timeline = TimelineMaker.of(history, failure, links::ofChild, links.others(history.children()));
        Files.writeString(trace, ChromeTrace.of(timeline));
        return Files.writeString(directory.resolve(PAGE), TimelinePage.of(timeline));
    }
}
