package dev.multiprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.multiprocess.kit.PrivateDirectories;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Nothing outlives its scope (P7), counted over many runs in one JVM. */
@Tag("fork")
class LeakTests {

    private static final int RUNS = Integer.getInteger("leakRuns", Boolean.getBoolean("nightly") ? 500 : 50);

    private static final int MOST_COLLECTIONS = 50;

    static class SmallTestCases {

        @MultiProcessTest
        void writerAndReader(Processes processes, ProcessQueue<Integer> queue) {
            ChildProcess<Integer> reader = processes.start("reader", () -> sum(queue.reader()));
            try (QueueWriter<Integer> writer = queue.writer()) {
                writer.put(1);
                writer.put(2);
            }
            assertThat(reader.result()).isEqualTo(3);
        }

        static int sum(QueueReader<Integer> reader) {
            return reader.stream().mapToInt(Integer::intValue).sum();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(900)
    void manyRuns_nothingGrows() throws IOException {
        run();
        run();
        Map<String, Long> before = counts();
        for (int i = 0; i < RUNS; i++) {
            run();
        }

        Map<String, Long> after = counts();
        assertThat(after.get("processes")).as("processes").isEqualTo(before.get("processes"));
        assertThat(after.get("temporary directories"))
                .as("temporary directories")
                .isEqualTo(before.get("temporary directories"));
        // Threads that end by themselves a second later, and descriptors of files that the class loader opens, may
        // differ by a few; a leak of one a run would differ by the number of runs.
        assertThat(after.get("threads")).as("threads").isLessThan(before.get("threads") + 10);
        assertThat(after.get("descriptors")).as("descriptors").isLessThan(before.get("descriptors") + 10);
        // What views of memory may still show is unmapped when a collection has found that there are none.
        long mappings = after.get("mappings");
        for (int i = 0; i < MOST_COLLECTIONS && mappings > before.get("mappings"); i++) {
            System.gc();
            mappings = counts().get("mappings");
        }
        assertThat(mappings).as("mappings of ours").isLessThanOrEqualTo(before.get("mappings"));
    }

    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class FirstAndSecondTestCases {

        private static WeakReference<Object> testObject;

        @MultiProcessTest
        void first(Processes processes) {
            testObject = new WeakReference<>(this);
            assertThat(processes).isNotNull();
        }

        @MultiProcessTest
        void second(Processes processes) {
            assertThat(processes).isNotNull();
            for (int i = 0; i < MOST_COLLECTIONS && testObject.get() != null; i++) {
                System.gc();
            }
            assertThat(testObject.get()).isNull();
        }
    }

    @Test
    @Timeout(60)
    void testThatIsOver_isKeptByNothing() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(FirstAndSecondTestCases.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(2).failed(0));
    }

    private static void run() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(SmallTestCases.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(1).failed(0));
    }

    private static Map<String, Long> counts() throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("processes", ProcessHandle.current().descendants().count());
        counts.put("threads", (long) Thread.getAllStackTraces().size());
        counts.put("descriptors", count(Path.of("/proc/self/fd")));
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            counts.put("mappings", maps.filter(line -> line.contains("/mpj")).count());
        }
        counts.put("temporary directories", (long)
                PrivateDirectories.of(ProcessHandle.current().pid()).size());
        return counts;
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }
}
