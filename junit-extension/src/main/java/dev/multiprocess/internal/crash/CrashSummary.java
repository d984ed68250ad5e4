package dev.multiprocess.internal.crash;

import dev.multiprocess.internal.cases.Chosen;
import dev.multiprocess.internal.cases.CrashCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what was tried, for one line at the end. Thread-safe. */
final class CrashSummary {

    private final String test;
    private final int points;
    private final int made;
    private final Chosen chosen;
    private final PairBudget pairs;

    /** By what happens at a point, how many were tried, and how many of them have failed. */
    private final Map<String, int[]> tried = new LinkedHashMap<>();

    /** By their number, so that they have their order. */
    private final Map<Integer, String> failed = new TreeMap<>();

    private int equal;
    private int late;
    private int otherWay;
    private String firstOtherWay = "";
    private int unseenChecks;

    /**
     * Of one plan.
     *
     * @param points how many there are
     * @param made how many cases there are
     * @param chosen those of them that are tests
     */
    CrashSummary(String test, int points, int made, Chosen chosen, PairBudget pairs) {
        this.test = test;
        this.points = points;
        this.made = made;
        this.chosen = chosen;
        this.pairs = pairs;
        chosen.cases().forEach(each -> tried.put(each.how(), new int[2]));
    }

    synchronized void add(int index, CrashCase each, Verdict verdict) {
        int[] counts = tried.get(each.how());
        counts[0]++;
        if (verdict.failure().isPresent()) {
            counts[1]++;
            failed.put(index, each.key());
        }
        if (!verdict.key().equals(each.key())) {
            equal++;
        }
    }

    synchronized boolean isEmpty() {
        return count() == 0 && late == 0;
    }

    private int count() {
        return tried.values().stream().mapToInt(each -> each[0]).sum();
    }

    synchronized boolean isGood() {
        return failed.isEmpty();
    }

    synchronized void addOtherWay(String key) {
        otherWay++;
        if (otherWay == 1) {
            firstOtherWay = key;
        }
    }

    /** A check cannot be crashed, since the recording does not tell what it has done. */
    synchronized void addUnseenCheck() {
        unseenChecks++;
    }

    synchronized void addLate() {
        late++;
    }

    /** One line. */
    @Override
    public synchronized String toString() {
        List<String> parts = new ArrayList<>();
        String kinds = tried.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue()[0])
                .collect(Collectors.joining(", "));
        parts.add("points: " + points + ", tests: " + count() + " (" + kinds + "), different directories and promises: "
                + (count() - equal));
        if (pairs.wanted() > 0) {
            parts.add("crashes of checks: " + pairs.used() + " of " + pairs.wanted());
        }
        parts.add("failures: " + failed.size()
                + (failed.isEmpty() ? "" : " (" + String.join(", ", failed.values()) + ")"));
        List<String> well = tried.entrySet().stream()
                .filter(each -> each.getValue()[0] > 0 && each.getValue()[1] == 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!failed.isEmpty() && !well.isEmpty()) {
            parts.add("no failure with: " + String.join(", ", well));
        }
        addUnlessZero(parts, "left out by " + chosen.by(), made - chosen.cases().size());
        addUnlessZero(parts, "left out by within", late);
        addUnlessZero(
                parts, "checks that were not crashed, as their recording does not tell what they write", unseenChecks);
        addUnlessZero(
                parts,
                "runs that took another way than the recorded one, as that of " + firstOtherWay + " did",
                otherWay);
        return "crash test " + test + ": " + String.join("; ", parts);
    }

    private static void addUnlessZero(List<String> parts, String words, int count) {
        if (count > 0) {
            parts.add(words + ": " + count);
        }
    }
}
