package dev.multiprocess.internal.timeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes the timeline of a test beside the output of its children. */
public final class TimelineFiles {

    /** The page. */
    public static final String PAGE = "timeline.html";

    /** The trace, for other tools. */
    public static final String TRACE = "timeline.json";

    private TimelineFiles() {}

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
