package dev.multiprocess.benchmarks.python;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Memory;
import dev.multiprocess.benchmarks.subject.Moment;
import dev.multiprocess.benchmarks.subject.Pinning;
import dev.multiprocess.benchmarks.subject.Program;
import dev.multiprocess.benchmarks.subject.QueueLoad;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One measurement of Python's multiprocessing; a new interpreter each time. */
public final class PythonSubject implements Subject {

    private static final String PYTHON = "python3";
    private static final Optional<String> MISSING = findMissing();

    private final String name;
    private final Function<Effort, List<Object>> arguments;
    private final List<String> prefix;
    private final Optional<String> missingPrefix;

    private PythonSubject(String name, Function<Effort, List<Object>> arguments) {
        this(name, arguments, List.of(), Optional.empty());
    }

    private PythonSubject(
            String name,
            Function<Effort, List<Object>> arguments,
            List<String> prefix,
            Optional<String> missingPrefix) {
        this.name = name;
        this.arguments = arguments;
        this.prefix = prefix;
        this.missingPrefix = missingPrefix;
    }

    /**
     * Measures {@code multiprocessing.Queue}, children started by fork.
     *
     * @param load which processes send what
     * @param messages how many make a full measurement, all writers together
     * @return messages a second, and microseconds of processor time a message
     */
    public static Subject queue(QueueLoad load, int messages) {
        return throughput("python.queue", "Queue", load, messages);
    }

    /**
     * Measures {@code multiprocessing.Pipe}, which has one writer and one reader, children started by fork.
     *
     * @param load which processes send what
     * @param messages how many make a full measurement
     * @return messages a second, and microseconds of processor time a message
     */
    public static Subject pipe(QueueLoad load, int messages) {
        return throughput("python.pipe", "Pipe", load, messages);
    }

    /**
     * Measures eight slots of {@code multiprocessing.shared_memory}, with the numbers of the free ones and of the full
     * ones in two queues, children started by fork.
     *
     * @param load one writer and one reader of bytes
     * @param messages how many make a full measurement
     * @return messages a second, and microseconds of processor time a message
     */
    public static Subject sharedMemory(QueueLoad load, int messages) {
        return throughput("python.shared-memory", "SharedMemory", load, messages);
    }

    private static Subject throughput(String name, String kind, QueueLoad load, int messages) {
        return new PythonSubject(
                name,
                effort -> List.of(
                        "throughput",
                        kind,
                        load.writers(),
                        load.readers(),
                        effort.steps(messages),
                        load.payload().text(),
                        load.capacity() == Integer.MAX_VALUE ? 0 : load.capacity(),
                        load.queues()));
    }

    /**
     * Measures one integer to a child and back, through two queues.
     *
     * @param pinning on which processors
     * @return the median and the 99th percentile in microseconds
     */
    public static Subject roundTrip(Pinning pinning) {
        return new PythonSubject(
                "python.queue",
                effort -> List.of("round-trip", effort.steps(10_000), 200),
                pinning.prefix(),
                pinning.missing());
    }

    /**
     * Measures what the machine's memory loses to a million integers that a child has put and no process takes.
     *
     * @return in MiB
     */
    public static Subject waitingMemory() {
        return new PythonSubject("python.queue", effort -> List.of("waiting-memory", effort.steps(1_000_000)));
    }

    /**
     * Measures the processor time that a child blocked in {@code get} and its parent need in ten seconds.
     *
     * @return in milliseconds
     */
    public static Subject idleCpu() {
        return new PythonSubject("python.queue", effort -> List.of("idle-cpu", effort.steps(10_000)));
    }

    /**
     * Measures a pool of four processes, started by fork.
     *
     * @param kind {@code executor} for {@code ProcessPoolExecutor}, {@code pool} for {@code Pool}
     * @param work what it does: the name of a constant of {@link dev.multiprocess.benchmarks.pool.PoolWork}
     * @return in the unit of that
     */
    public static Subject pool(String kind, String work) {
        return new PythonSubject("python." + kind, effort -> List.of("pool", kind, work, effort.steps(2_000)));
    }

    /**
     * Measures {@code get} of a {@code dict} of a {@code Manager}, called by the process that made it.
     *
     * @return the median in microseconds
     */
    public static Subject managerCall() {
        return new PythonSubject("python.manager", effort -> List.of("manager-call", effort.steps(5_000)));
    }

    /**
     * Measures {@code Lock}, {@code Semaphore}, {@code Barrier} and {@code Value} with its lock.
     *
     * @param work what it does: the name of a constant of {@link dev.multiprocess.benchmarks.sync.SyncWork}
     * @return the average in microseconds
     */
    public static Subject sync(String work) {
        return new PythonSubject(
                "python", effort -> List.of("sync", work, effort.steps(work.equals("BARRIER") ? 10_000 : 500_000)));
    }

    /**
     * Measures from {@code Process.start} to a moment in the child's life.
     *
     * @param method {@code spawn}, {@code fork} or {@code forkserver}
     * @param moment when the clock stops
     * @return the median in milliseconds
     */
    public static Subject start(String method, Moment moment) {
        return new PythonSubject("python", effort -> List.of("start", method, moment.text(), effort.steps(4), 2));
    }

    /**
     * Measures the memory of children that wait on a queue.
     *
     * @param method {@code spawn}, {@code fork} or {@code forkserver}
     * @return the median in MiB
     */
    public static Subject idleMemory(String method) {
        return new PythonSubject("python", effort -> List.of("idle-memory", method, Memory.TOGETHER));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> missing() {
        return MISSING.or(() -> missingPrefix);
    }

    @Override
    public List<Double> measure(Effort effort) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(PYTHON, script().toString()));
        arguments.apply(effort).forEach(argument -> command.add(argument.toString()));
        return Program.measure(command);
    }

    private static Path script() {
        try {
            return Path.of(
                    PythonSubject.class.getResource("/multiprocessing_bench.py").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the script is not where this class was built", e);
        }
    }

    private static Optional<String> findMissing() {
        try {
            Program.run(List.of(PYTHON, "-c", "import multiprocessing; multiprocessing.get_context('fork')"));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("python3 with multiprocessing and fork is not installed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while looking for python3");
        }
    }
}
