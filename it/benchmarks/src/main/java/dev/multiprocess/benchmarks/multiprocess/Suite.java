package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.StartMethod;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.JavaCommand;
import dev.multiprocess.benchmarks.subject.ProcessorTime;
import dev.multiprocess.benchmarks.subject.Program;
import dev.multiprocess.benchmarks.subject.ScratchFolder;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs 30 small tests with four children each in a test JVM of its own, and reports what that cost. */
public final class Suite implements Subject {

    private final String figure;
    private final StartMethod startMethod;
    private final String timeline;
    private final String name;

    /**
     * Measures one start method.
     *
     * @param figure {@code wall} or {@code cpu} in milliseconds, or {@code memory} in MiB
     * @param startMethod how the children are started
     */
    public Suite(String figure, StartMethod startMethod) {
        this(
                figure,
                startMethod,
                "failed",
                startMethod.name().toLowerCase(Locale.ROOT).replace("_", ""));
    }

    private Suite(String figure, StartMethod startMethod, String timeline, String name) {
        this.figure = figure;
        this.startMethod = startMethod;
        this.timeline = timeline;
        this.name = name;
    }

    /**
     * Measures how long the suite takes by spawning, with one choice of which timelines are kept.
     *
     * @param timeline the value of the option, which names the subject
     */
    public static Suite withTimeline(String timeline) {
        return new Suite("wall", StartMethod.SPAWN, timeline, timeline);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> missing() {
        return ProcessorTime.missing();
    }

    @Override
    public List<Double> measure(Effort effort) throws IOException, InterruptedException {
        // A fresh directory: what a start method makes in the background is part of what it costs.
        try (ScratchFolder output = ScratchFolder.create()) {
            return Program.measure(JavaCommand.of(
                    SuiteMain.class,
                    figure,
                    startMethod.name(),
                    output.path().toString(),
                    String.valueOf(effort.steps(30)),
                    timeline));
        }
    }
}
