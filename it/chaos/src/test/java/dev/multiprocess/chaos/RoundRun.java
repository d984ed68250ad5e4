package dev.multiprocess.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** Runs a round as a whole run of JUnit, and looks for what it left. */
final class RoundRun {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** What the names of this JVM's private directories begin with. */
    private static final String OURS = "mpj-" + ProcessHandle.current().pid() + "-";

    private RoundRun() {}

    static RoundResult of(Round round) throws Throwable {
        RoundTestCases.round = round;
        RoundTestCases.result = null;
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(RoundTestCases.class))
                .configurationParameter("multiprocess.queueBytes", round.elements().queueBytes)
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        TestExecutionSummary result = summary.getSummary();
        for (Failure failure : result.getFailures()) {
            throw failure.getException();
        }
        assertThat(result.getTestsSucceededCount()).as("rounds that passed").isEqualTo(1);
        requireNone(
                "processes",
                () -> ProcessHandle.current()
                        .descendants()
                        .map(ProcessHandle::info)
                        .toList());
        requireNone("files", RoundRun::files);
        requireNone("mappings", RoundRun::mappings);
        requireNone("threads", RoundRun::threads);
        return RoundTestCases.result;
    }

    private static void requireNone(String what, Supplier<List<?>> left) {
        long begin = System.nanoTime();
        while (!left.get().isEmpty() && System.nanoTime() - begin < PATIENCE_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(left.get()).as("%s that a round has left", what).isEmpty();
    }

    private static List<Path> files() {
        List<Path> left = new ArrayList<>();
        for (String place : List.of(System.getProperty("java.io.tmpdir"), "/dev/shm")) {
            if (Files.isDirectory(Path.of(place))) {
                try (Stream<Path> files = Files.list(Path.of(place))) {
                    files.filter(file -> file.getFileName().toString().startsWith(OURS))
                            .forEach(left::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return left;
    }

    /**
     * Files that are mapped into this JVM, deleted ones included. What views may still show is unmapped when a collection
     * has found that there are none.
     */
    private static List<String> mappings() {
        System.gc();
        try {
            Path maps = Path.of("/proc/self/maps");
            return Files.exists(maps)
                    ? Files.readAllLines(maps).stream()
                            .filter(line -> line.contains(OURS))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("multiprocess-"))
                .toList();
    }
}
