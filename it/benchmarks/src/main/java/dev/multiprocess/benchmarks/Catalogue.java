package dev.multiprocess.benchmarks;

import dev.multiprocess.StartMethod;
import dev.multiprocess.benchmarks.crash.CrashSubject;
import dev.multiprocess.benchmarks.crash.CrashWork;
import dev.multiprocess.benchmarks.jvm.BareMemory;
import dev.multiprocess.benchmarks.jvm.BareStart;
import dev.multiprocess.benchmarks.jvm.BedrockStart;
import dev.multiprocess.benchmarks.multiprocess.IdleMemory;
import dev.multiprocess.benchmarks.multiprocess.OrphanEnd;
import dev.multiprocess.benchmarks.multiprocess.StartTime;
import dev.multiprocess.benchmarks.multiprocess.Suite;
import dev.multiprocess.benchmarks.pool.PoolSubject;
import dev.multiprocess.benchmarks.pool.PoolWork;
import dev.multiprocess.benchmarks.pool.SharedCall;
import dev.multiprocess.benchmarks.pool.ThreadPoolSubject;
import dev.multiprocess.benchmarks.python.PythonSubject;
import dev.multiprocess.benchmarks.subject.Moment;
import dev.multiprocess.benchmarks.subject.Subject;
import dev.multiprocess.benchmarks.sync.SyncSubject;
import dev.multiprocess.benchmarks.sync.SyncWork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All benchmarks. A new one, or a new peer of an old one, is entered here or in {@link QueueBenchmarks}. */
final class Catalogue {

    static final String ALL = "all";

    private static final Map<String, StartMethod> START_METHODS = new LinkedHashMap<>();

    static {
        // By the names that both use.
        START_METHODS.put("spawn", StartMethod.SPAWN);
        START_METHODS.put("fork", StartMethod.FORK);
        START_METHODS.put("forkserver", StartMethod.FORK_SERVER);
    }

    /** Which of Python's pools can do it. */
    private static final Map<PoolWork, List<String>> POOL_WORK = new EnumMap<>(PoolWork.class);

    private static final Map<PoolWork, String> POOL_NAMES = Map.of(
            PoolWork.SUBMIT, "submit-to-result",
            PoolWork.MAP_1, "map.1",
            PoolWork.MAP_100, "map.100",
            PoolWork.START, "start");

    static {
        for (PoolWork work : PoolWork.values()) {
            POOL_WORK.put(work, List.of("executor", "pool"));
        }
    }

    private Catalogue() {}

    static List<Benchmark> all() {
        List<Benchmark> all = new ArrayList<>(QueueBenchmarks.all());
        START_METHODS.forEach((method, startMethod) -> {
            for (Moment moment : Moment.values()) {
                List<Subject> subjects = new ArrayList<>();
                subjects.add(new StartTime(startMethod, moment));
                subjects.add(PythonSubject.start(method, moment));
                if (moment != Moment.FIRST_RECORD) {
                    // The others have no queues.
                    subjects.add(new BareStart(moment));
                    subjects.add(new BedrockStart(moment));
                }
                all.add(new Benchmark(
                        "start." + method + "." + moment.text(), Figure.only(Unit.MILLISECONDS), subjects));
            }
        });
        START_METHODS.forEach((method, startMethod) -> all.add(new Benchmark(
                "memory.idle-child." + method,
                Figure.only(Unit.MEBIBYTES),
                List.of(new IdleMemory(startMethod), PythonSubject.idleMemory(method), new BareMemory()))));
        for (String figure : List.of("wall", "cpu", "memory")) {
            List<Subject> methods = START_METHODS.values().stream()
                    .<Subject>map(method -> new Suite(figure, method))
                    .toList();
            Unit unit = figure.equals("memory") ? Unit.MEBIBYTES : Unit.MILLISECONDS;
            all.add(new Benchmark("suite." + figure, Figure.only(unit), methods));
        }
        all.add(new Benchmark(
                "suite.timeline",
                Figure.only(Unit.MILLISECONDS),
                List.of(Suite.withTimeline("failed"), Suite.withTimeline("never"), Suite.withTimeline("always"))));
        POOL_WORK.forEach((work, python) -> {
            List<Subject> subjects = new ArrayList<>(List.of(new PoolSubject(work)));
            python.forEach(kind -> subjects.add(PythonSubject.pool(kind, work.name())));
            if (work != PoolWork.START) {
                subjects.add(new ThreadPoolSubject(work));
            }
            all.add(new Benchmark(
                    "pool." + POOL_NAMES.get(work),
                    Figure.only(
                            switch (work) {
                                case SUBMIT -> Unit.MICROSECONDS;
                                case MAP_1, MAP_100 -> Unit.MESSAGES_PER_SECOND;
                                case START -> Unit.MILLISECONDS;
                            }),
                    subjects));
        });
        all.add(new Benchmark(
                "shared.call", Figure.only(Unit.MICROSECONDS), List.of(new SharedCall(), PythonSubject.managerCall())));
        for (SyncWork work : SyncWork.values()) {
            all.add(new Benchmark(
                    work.benchmark(),
                    Figure.only(Unit.MICROSECONDS),
                    List.of(new SyncSubject(work), PythonSubject.sync(work.name()))));
        }
        all.add(new Benchmark(
                "crash.points",
                Figure.only(Unit.POINTS_PER_SECOND),
                Arrays.stream(CrashWork.values())
                        .<Subject>map(CrashSubject::new)
                        .toList()));
        all.add(new Benchmark("orphan.end", Figure.only(Unit.MILLISECONDS), List.of(new OrphanEnd(false))));
        all.add(new Benchmark("orphan.end.busy", Figure.only(Unit.MILLISECONDS), List.of(new OrphanEnd(true))));
        return all;
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
