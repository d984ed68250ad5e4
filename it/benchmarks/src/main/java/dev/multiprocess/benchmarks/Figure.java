package dev.multiprocess.benchmarks;

import java.util.List;

/**
 * One of the numbers that a measurement gives.
 *
 * @param suffix what follows the benchmark's name in tables; empty if it is the only one, or the main one
 * @param unit what is measured
 */
record Figure(String suffix, Unit unit) {

    /** How many messages get through, and how much processor time each needs in all processes together. */
    static final List<Figure> OF_THROUGHPUT =
            List.of(new Figure("", Unit.MESSAGES_PER_SECOND), new Figure("cpu", Unit.MICROSECONDS));

    /** Half of all round trips are shorter than the first, and 99 in a hundred than the second. */
    static final List<Figure> OF_ROUND_TRIP =
            List.of(new Figure("median", Unit.MICROSECONDS), new Figure("p99", Unit.MICROSECONDS));

    static List<Figure> only(Unit unit) {
        return List.of(new Figure("", unit));
    }

    String of(String benchmark) {
        return suffix.isEmpty() ? benchmark : benchmark + "." + suffix;
    }
}
