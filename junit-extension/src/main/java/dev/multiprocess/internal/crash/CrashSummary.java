package dev.multiprocess.internal.crash;

import dev.multiprocess.internal.cases.CrashCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        StringBuilder text = new StringBuilder("crash test " + test + ": ");
        int count = tried.values().stream().mapToInt(each -> each[0]).sum();
        text.append(CrashTexts.counted(points, "point", "points")).append(", ");
        text.append(CrashTexts.counted(count, "test", "tests"));
        if (count > 0) {
            text.append(tried.entrySet().stream()
                    .map(each -> each.getKey() + " " + each.getValue()[0])
                    .collect(Collectors.joining(", ", " (", ")")));
        }
        CrashTexts.unlessZero(
                        equal,
                        "of them not checked again, since its directory and promises were those of another",
                        "of them not checked again, since their directories and promises were those of others")
                .ifPresent(words -> text.append(", ").append(words));
        CrashTexts.unlessZero(pairs.wanted(), "crash of a check", "crashes of checks")
                .ifPresent(words -> text.append(", ")
                        .append(words)
                        .append(", of which ")
                        .append(CrashTexts.counted(pairs.used(), "was tried", "were tried")));
        text.append("; failed: ").append(failed.isEmpty() ? "none" : String.join(", ", failed));
        List<String> well = tried.entrySet().stream()
                .filter(each -> each.getValue()[1] == 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!failed.isEmpty() && !well.isEmpty()) {
            text.append("; never failed: ").append(String.join(", ", well));
        }
        String limit = " by atMost(" + chosen + ")";
        Stream.of(
                        CrashTexts.unlessZero(made - chosen, "test was left out" + limit, "tests were left out" + limit),
                        CrashTexts.unlessZero(
                                late,
                                "test was left out by the time of within",
                                "tests were left out by the time of within"),
                        CrashTexts.unlessZero(
                                otherWay,
                                "run took another way than the recorded one",
                                "runs took another way than the recorded one"),
                        CrashTexts.unlessZero(
                                unseenChecks,
                                "check was not crashed, as its recording does not tell what it writes",
                                "checks were not crashed, as their recordings do not tell what they write"))
                .flatMap(Optional::stream)
                .forEach(words -> text.append("; ").append(words));
        return text.toString();
    }
}
