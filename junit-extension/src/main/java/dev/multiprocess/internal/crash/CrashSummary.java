package dev.multiprocess.internal.crash;

import dev.multiprocess.internal.cases.CrashCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts what was tried, and tells it at the end. Thread-safe. */
final class CrashSummary {

    private final String test;
    private final int points;
    private final int made;
    private final int chosen;
    private final PairBudget pairs;

    /** By what happens at a point, how many were tried, and how many of them have failed. */
    private final Map<String, int[]> tried = new LinkedHashMap<>();

    private final List<String> failed = new ArrayList<>();
    private int equal;
    private int late;
    private int otherWay;
    private int unseenChecks;

    /**
     * Of one plan.
     *
     * @param points how many there are
     * @param made how many cases there are
     * @param chosen how many of them are tests
     */
    CrashSummary(String test, int points, int made, int chosen, PairBudget pairs) {
        this.test = test;
        this.points = points;
        this.made = made;
        this.chosen = chosen;
        this.pairs = pairs;
    }

    synchronized void add(CrashCase each, Verdict verdict) {
        int[] counts = tried.computeIfAbsent(each.how(), none -> new int[2]);
        counts[0]++;
        if (verdict.failure().isPresent()) {
            counts[1]++;
            failed.add(each.key());
        }
        if (!verdict.key().equals(each.key())) {
            equal++;
        }
    }

    synchronized boolean isEmpty() {
        return tried.isEmpty() && late == 0;
    }

    synchronized boolean isGood() {
        return failed.isEmpty();
    }

    synchronized void addOtherWay() {
        otherWay++;
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
        StringBuilder text = new StringBuilder("crash test " + test + ": " + points + " points");
        int count = tried.values().stream().mapToInt(each -> each[0]).sum();
        text.append(", ").append(count).append(" tests (");
        text.append(tried.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue()[0])
                .collect(Collectors.joining(", ")));
        text.append("), ").append(count - equal).append(" different directories with promises");
        CrashTexts.unlessZero(pairs.wanted(), "crashes of checks, of which " + pairs.used() + " were tried")
                .ifPresent(words -> text.append(", ").append(words));
        text.append("; failed: ").append(failed.isEmpty() ? "none" : String.join(", ", failed));
        List<String> well = tried.entrySet().stream()
                .filter(each -> each.getValue()[1] == 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!failed.isEmpty() && !well.isEmpty()) {
            text.append("; never failed: ").append(String.join(", ", well));
        }
        CrashTexts.unlessZero(made - chosen, "tests were left out by atMost(" + chosen + ")")
                .ifPresent(words -> text.append("; ").append(words));
        CrashTexts.unlessZero(late, "tests were left out by the time of within")
                .ifPresent(words -> text.append("; ").append(words));
        CrashTexts.unlessZero(otherWay, "runs took another way than the recorded one")
                .ifPresent(words -> text.append("; ").append(words));
        CrashTexts.unlessZero(unseenChecks, "checks were not crashed, as their recording does not tell what they write")
                .ifPresent(words -> text.append("; ").append(words));
        return text.toString();
    }
}
