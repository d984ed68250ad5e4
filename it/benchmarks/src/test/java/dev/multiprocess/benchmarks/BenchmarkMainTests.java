package dev.multiprocess.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.benchmarks.subject.Effort;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Only that each kind of benchmark runs and is told in the right form; how fast it was says nothing here. */
class BenchmarkMainTests {

    private static final String OBJECT = "\\{\"benchmark\": \"[a-zA-Z0-9.-]+\", \"subject\": \"[a-z.-]+\","
            + " \"unit\": \"(messages/s|ms|us|MiB)\", \"median\": [0-9]+\\.[0-9]+, \"min\": [0-9]+\\.[0-9]+,"
            + " \"max\": [0-9]+\\.[0-9]+, \"repetitions\": 1\\}";

    private static final String OF_SOME_KINDS = "queue.ints.1-1,queue.round-trip.one-cpu,start.fork.first-record,"
            + "memory.idle-child.fork,pool.submit-to-result,lock.two-processes,orphan.end";

    /** All subjects; the other benchmarks have the same with other numbers. */
    private static final String OF_EACH_KIND = Boolean.getBoolean("nightly")
            ? OF_SOME_KINDS
                    + ",queue.ints.bounded-100,queue.ints.queues-4,queue.64KiB,queue.million-waiting,queue.idle-cpu,"
                    + "start.forkserver.first-line,suite.wall,pool.map.100,pool.start,shared.call,semaphore.uncontended,"
                    + "barrier.two,shared-long.increment"
            : OF_SOME_KINDS;

    @Test
    @Timeout(240)
    void tinyEffort_aBenchmarkOfEachKindIsMeasuredAndTold(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("benchmarks.json");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        BenchmarkMain.run(OF_EACH_KIND, 1, Effort.TINY, file, new PrintStream(out, true, StandardCharsets.UTF_8));

        String json = Files.readString(file);
        assertThat(directory.resolve("benchmarks.svg"))
                .content()
                .startsWith("<svg ")
                .contains(">queue.ints.1-1<", ">aeron<");
        assertThat(directory.resolve("benchmarks.md"))
                .content()
                .containsPattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}, JDK ")
                .contains("| queue.ints.1-1 | multiprocess |");
        String printed = out.toString(StandardCharsets.UTF_8);
        assertThat(json).matches("\\[\n  " + OBJECT + "(,\n  " + OBJECT + ")*\n\\]\n");
        for (Benchmark benchmark : Catalogue.select(OF_EACH_KIND)) {
            for (Figure figure : benchmark.figures()) {
                String name = figure.of(benchmark.name());
                for (String subject : present(benchmark)) {
                    assertThat(json).contains("\"benchmark\": \"" + name + "\", \"subject\": \"" + subject + "\"");
                    assertThat(printed).contains("| " + name + " | " + subject + " |");
                }
            }
        }
    }

    private static List<String> present(Benchmark benchmark) {
        return benchmark.subjects().stream()
                .filter(subject -> subject.missing().isEmpty())
                .map(subject -> subject.name())
                .toList();
    }

    @Test
    void beginningOfNames_selectsThem() {
        assertThat(Catalogue.select("queue.round-trip,start.spawn"))
                .extracting(Benchmark::name)
                .containsExactly(
                        "queue.round-trip.one-cpu",
                        "queue.round-trip.two-cpus",
                        "queue.round-trip.free",
                        "start.spawn.first-line",
                        "start.spawn.first-record",
                        "start.spawn.joined");
    }

    @Test
    void nameOfNoBenchmark_isRefused() {
        assertThatThrownBy(() -> Catalogue.select("queue,que"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no benchmark is selected by 'que', only by queue.ints.1-1, ");
    }

    @Test
    void comparedWithAPeer_aboveOneMeansFaster() {
        Series rate = series(Unit.MESSAGES_PER_SECOND, 30, 10, 20);
        Series time = series(Unit.MILLISECONDS, 30, 10, 20);

        assertThat(rate.timesAsFastAs(series(Unit.MESSAGES_PER_SECOND, 10, 10, 10))
                        .values())
                .containsExactly(3.0, 1.0, 2.0);
        assertThat(time.timesAsFastAs(series(Unit.MILLISECONDS, 60, 20, 10)).values())
                .containsExactly(2.0, 2.0, 0.5);
    }

    @Test
    void series_isToldByMedianAndSpread() {
        Series even = series(Unit.MICROSECONDS, 4, 1, 2, 3);

        assertThat(even.median()).isEqualTo(2.5);
        assertThat(even.min()).isEqualTo(1);
        assertThat(even.max()).isEqualTo(4);
        assertThat(series(Unit.MICROSECONDS, 3, 1, 2).median()).isEqualTo(2);
    }

    private static Series series(Unit unit, double... values) {
        return new Series("any", "any", unit, Arrays.stream(values).boxed().toList());
    }
}
