package dev.multiprocess.benchmarks;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures benchmark after benchmark; the subjects of one take turns, and another one begins each turn. */
final class Runner {

    private final int repetitions;
    private final Effort effort;
    private final PrintStream progress;

    Runner(int repetitions, Effort effort, PrintStream progress) {
        this.repetitions = repetitions;
        this.effort = effort;
        this.progress = progress;
    }

    /** One series for each subject that is not missing, in the order of benchmarks and subjects. */
    List<Series> run(List<Benchmark> benchmarks) throws Exception {
        List<Series> all = new ArrayList<>();
        for (Benchmark benchmark : benchmarks) {
            all.addAll(run(benchmark));
        }
        return all;
    }

    private List<Series> run(Benchmark benchmark) throws Exception {
        List<Subject> subjects = present(benchmark);
        List<Series> series = subjects.stream()
                .map(subject -> new Series(benchmark.name(), subject.name(), benchmark.unit(), new ArrayList<>()))
                .toList();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            for (int turn = 0; turn < subjects.size(); turn++) {
                int index = (repetition + turn) % subjects.size();
                double value = subjects.get(index).measure(effort);
                series.get(index).values().add(value);
                progress.printf(
                        Locale.ROOT,
                        "%s %s %d/%d: %,.1f %s%n",
                        benchmark.name(),
                        subjects.get(index).name(),
                        repetition + 1,
                        repetitions,
                        value,
                        benchmark.unit().text);
            }
        }
        return series;
    }

    private List<Subject> present(Benchmark benchmark) {
        List<Subject> present = new ArrayList<>();
        for (Subject subject : benchmark.subjects()) {
            Optional<String> missing = subject.missing();
            if (missing.isEmpty()) {
                present.add(subject);
            } else {
                progress.println(benchmark.name() + " " + subject.name() + " is skipped: " + missing.get());
            }
        }
        return present;
    }
}
