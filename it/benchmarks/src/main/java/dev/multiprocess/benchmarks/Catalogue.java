package dev.multiprocess.benchmarks;

import dev.multiprocess.StartMethod;
import dev.multiprocess.benchmarks.jvm.BareMemory;
import dev.multiprocess.benchmarks.jvm.BareStart;
import dev.multiprocess.benchmarks.jvm.BedrockStart;
import dev.multiprocess.benchmarks.jvm.ObjectStream;
import dev.multiprocess.benchmarks.multiprocess.IdleMemory;
import dev.multiprocess.benchmarks.multiprocess.OrphanEnd;
import dev.multiprocess.benchmarks.multiprocess.QueueRoundTrip;
import dev.multiprocess.benchmarks.multiprocess.QueueThroughput;
import dev.multiprocess.benchmarks.multiprocess.StartTime;
import dev.multiprocess.benchmarks.multiprocess.Suite;
import dev.multiprocess.benchmarks.python.PythonSubject;
import dev.multiprocess.benchmarks.subject.Moment;
import dev.multiprocess.benchmarks.subject.Payload;
import dev.multiprocess.benchmarks.subject.QueueLoad;
import dev.multiprocess.benchmarks.subject.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All benchmarks. A new one, or a new peer of an old one, is entered here. */
final class Catalogue {

    static final String ALL = "all";

    private static final Map<String, StartMethod> START_METHODS = new LinkedHashMap<>();

    static {
        // By the names that both have.
        START_METHODS.put("spawn", StartMethod.SPAWN);
        START_METHODS.put("fork", StartMethod.FORK);
        START_METHODS.put("forkserver", StartMethod.FORK_SERVER);
    }

    private Catalogue() {}

    static List<Benchmark> all() {
        List<Benchmark> all = new ArrayList<>(List.of(
                oneToOne("queue.ints.1-1", Payload.INT, 120_000, 150_000),
                throughput("queue.ints.1-3", new QueueLoad(1, 3, Payload.INT)),
                throughput("queue.ints.3-1", new QueueLoad(3, 1, Payload.INT)),
                oneToOne("queue.1KiB.1-1", Payload.KIB, 90_000, 100_000),
                new Benchmark(
                        "queue.round-trip",
                        Unit.MICROSECONDS,
                        List.of(new QueueRoundTrip(), PythonSubject.roundTrip()))));
        START_METHODS.forEach((method, startMethod) -> {
            for (Moment moment : Moment.values()) {
                all.add(new Benchmark(
                        "start." + method + "." + moment.text(),
                        Unit.MILLISECONDS,
                        List.of(
                                new StartTime(startMethod, moment),
                                PythonSubject.start(method, moment),
                                new BareStart(moment),
                                new BedrockStart(moment))));
            }
        });
        START_METHODS.forEach((method, startMethod) -> all.add(new Benchmark(
                "memory.idle-child." + method,
                Unit.MEBIBYTES,
                List.of(new IdleMemory(startMethod), PythonSubject.idleMemory(method), new BareMemory()))));
        for (String figure : List.of("wall", "cpu", "memory")) {
            List<Subject> methods = START_METHODS.values().stream()
                    .<Subject>map(method -> new Suite(figure, method))
                    .toList();
            all.add(new Benchmark(
                    "suite." + figure, figure.equals("memory") ? Unit.MEBIBYTES : Unit.MILLISECONDS, methods));
        }
        all.add(new Benchmark("orphan.end", Unit.MILLISECONDS, List.of(new OrphanEnd())));
        return all;
    }

    private static Benchmark oneToOne(String name, Payload payload, int queueMessages, int pipeMessages) {
        QueueLoad load = new QueueLoad(1, 1, payload);
        List<Subject> subjects = List.of(
                new QueueThroughput(load),
                PythonSubject.queue(load, queueMessages),
                PythonSubject.pipe(load, pipeMessages),
                new ObjectStream(payload));
        return new Benchmark(name, Unit.MESSAGES_PER_SECOND, subjects);
    }

    private static Benchmark throughput(String name, QueueLoad load) {
        List<Subject> subjects = List.of(new QueueThroughput(load), PythonSubject.queue(load, 90_000));
        return new Benchmark(name, Unit.MESSAGES_PER_SECOND, subjects);
    }

    /**
     * Finds benchmarks.
     *
     * @param selections names, or the words that names begin with, between commas; {@value #ALL} for all
     * @return in the catalogue's order
     * @throws IllegalArgumentException if one of them selects nothing
     */
    static List<Benchmark> select(String selections) {
        List<String> wanted =
                Arrays.stream(selections.split(",")).map(String::strip).toList();
        for (String selection : wanted) {
            if (!selection.equals(ALL) && all().stream().noneMatch(benchmark -> benchmark.isSelectedBy(selection))) {
                throw new IllegalArgumentException("no benchmark is selected by '" + selection + "', only by "
                        + String.join(", ", all().stream().map(Benchmark::name).toList())
                        + ", the words these begin with, and " + ALL);
            }
        }
        return all().stream()
                .filter(benchmark -> wanted.contains(ALL) || wanted.stream().anyMatch(benchmark::isSelectedBy))
                .toList();
    }
}
