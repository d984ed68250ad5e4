package dev.multiprocess.internal.cases;

import java.io.IOException;
import java.util.Locale;

/** Searches for the smallest part of a run in which a kill makes the check fail. */
public final class Instants {

    /** How many kills the search for both of its ends may cost. */
    public static final int BUDGET = 12;

    private static final double NANOS_OF_MILLI = 1e6;

    /** Kills a run, and checks. */
    public interface Probe {

        /** Returns whether the check fails. */
        boolean fails(long nanos) throws IOException;
    }

    /**
     * A part of a run.
     *
     * @param from the first instant known to fail
     * @param to the last one known to fail
     * @param kills how many it took to find it
     */
    public record Window(long from, long to, int kills) {}

    private Instants() {}

    /**
     * Halves what is not known before and after a failure, a part of the budget for each.
     *
     * @param failed an instant that fails
     * @param before one that does not, or the start
     * @param after one that does not, or the end
     */
    public static Window search(long failed, long before, long after, int budget, Probe probe) throws IOException {
        long from = failed;
        long passed = before;
        int kills = 0;
        for (; kills < budget / 2 && from - passed > 1; kills++) {
            long middle = passed + (from - passed) / 2;
            if (probe.fails(middle)) {
                from = middle;
            } else {
                passed = middle;
            }
        }
        long to = failed;
        passed = after;
        for (int more = 0; more < budget / 2 && passed - to > 1; more++, kills++) {
            long middle = to + (passed - to) / 2;
            if (probe.fails(middle)) {
                to = middle;
            } else {
                passed = middle;
            }
        }
        return new Window(from, to, kills);
    }

    public static String text(long nanos) {
        return String.format(Locale.ROOT, "%.3f ms", nanos / NANOS_OF_MILLI);
    }
}
