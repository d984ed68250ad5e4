package dev.multiprocess.benchmarks;

import dev.multiprocess.benchmarks.subject.Effort;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Measures what was selected, prints a table, and writes the figures, the table and a plot of the rates to files. */
final class BenchmarkMain {

    private BenchmarkMain() {}

    /**
     * Runs to the end, or fails with what went wrong.
     *
     * @param args names of benchmarks between commas, the number of repetitions, the file for the figures; the others
     *     are beside it
     * @throws Exception if a subject could not be measured
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    "arguments must be benchmarks, repetitions and file: found " + args.length + " instead of 3");
        }
        int repetitions = Integer.parseInt(args[1]);
        if (repetitions < 1) {
            throw new IllegalArgumentException("repetitions must be at least 1: repetitions=" + repetitions);
        }
        run(args[0], repetitions, Effort.FULL, Path.of(args[2]), System.out);
    }

    static void run(String selections, int repetitions, Effort effort, Path file, PrintStream out) throws Exception {
        String machine = dateAndMachine();
        List<Series> results = new Runner(repetitions, effort, out).run(Catalogue.select(selections));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, ResultsJson.of(results));
        Files.writeString(beside(file, ".svg"), SvgPlot.of(results));
        String table = machine + ", " + repetitions + " repetitions\n\n" + MarkdownTable.of(results);
        Files.writeString(beside(file, ".md"), table);
        out.println();
        out.println(table);
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.json$", "") + ending);
    }

    private static String dateAndMachine() {
        return String.format(
                Locale.ROOT,
                "%s, JDK %s, %s %s, %d processors, load %.1f before",
                LocalDate.now(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
