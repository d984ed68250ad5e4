package dev.multiprocess.benchmarks;

import dev.multiprocess.benchmarks.subject.Subject;
import java.util.List;

/**
 * One thing to measure, and the subjects that do it.
 *
 * @param name words from the general to the specific, as in {@code queue.ints.1-1}
 * @param figures what one measurement yields
 * @param subjects this library first, then its peers
 */
record Benchmark(String name, List<Figure> figures, List<Subject> subjects) {

    /** Whether {@code selection} is this benchmark's name, or the words that it begins with. */
    boolean isSelectedBy(String selection) {
        return name.equals(selection) || name.startsWith(selection + ".");
    }
}
