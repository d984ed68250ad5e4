package dev.multiprocess.benchmarks;

import dev.multiprocess.benchmarks.subject.Effort;
import dev.multiprocess.benchmarks.subject.Subject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

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
        List<List<Series>> series = subjects.stream()
                .map(subject -> benchmark.figures().stream()
                        .map(figure -> Series.begin(benchmark, figure, subject))
                        .toList())
                .toList();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            for (int turn = 0; turn < subjects.size(); turn++) {
                int index = (repetition + turn) % subjects.size();
                List<Double> values = subjects.get(index).measure(effort);
                for (int i = 0; i < values.size(); i++) {
                    add(values.get(i), series.get(index).get(i));
                }
            }
        }
        // Figure by figure, so that each table row is beside those it is compared with.
        return IntStream.range(0, benchmark.figures().size())
                .boxed()
                .flatMap(figure -> series.stream().map(ofSubject -> ofSubject.get(figure)))
                .toList();
    }

    private void add(double value, Series series) {
        series.values().add(value);
        progress.printf(
                Locale.ROOT,
                "%s %s %d/%d: %,.1f %s%n",
                series.benchmark(),
                series.subject(),
                series.values().size(),
                repetitions,
                value,
                series.unit().text);
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
