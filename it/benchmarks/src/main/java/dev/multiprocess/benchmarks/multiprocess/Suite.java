package dev.multiprocess.benchmarks.multiprocess;

import dev.multiprocess.StartMethod;
import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Program;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs 30 small tests with four children each in a test JVM of its own, and tells what that cost. */
public final class Suite implements Subject {

    private final String figure;
    private final StartMethod startMethod;

    /**
     * Measures one start method.
     *
     * @param figure {@code wall} or {@code cpu} in milliseconds, or {@code memory} in MiB
     * @param startMethod how the children are started
     */
    public Suite(String figure, StartMethod startMethod) {
        this.figure = figure;
        this.startMethod = startMethod;
    }

    @Override
    public String name() {
        return startMethod.name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    @Override
    public Optional<String> missing() {
        return Files.exists(Path.of("/proc/self/stat"))
                ? Optional.empty()
                : Optional.of("this operating system does not tell processor time in /proc");
    }

    @Override
    public List<Double> measure(Effort effort) throws IOException, InterruptedException {
        // A fresh directory: what a start method makes in the background is part of what it costs.
        Path output = Files.createTempDirectory("suite");
        try {
            return Program.measure(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-classpath",
                    System.getProperty("java.class.path"),
                    SuiteMain.class.getName(),
                    figure,
                    startMethod.name(),
                    output.toString(),
                    String.valueOf(effort.steps(30))));
        } finally {
            delete(output);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
