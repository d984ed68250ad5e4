package dev.multiprocess.internal.cases;

import dev.multiprocess.internal.config.MultiProcessOptions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which cases are tried. Immutable.
 *
 * @param cases in their order
 * @param pair the only crash of a check that is tried
 * @param by what leaves out the others, if there are any
 */
public record Chosen(List<CrashCase> cases, Optional<String> pair, String by) {

    private static final String AT_MOST = "atMost";

    /** Separates the crash of a check from that of the work. */
    private static final char PAIR = '+';

    /** Begins the keys of all plans of a test but its first. */
    private static final Pattern PLAN = Pattern.compile("p(\\d{1,9})-.*");

    /** Begins the keys of a plan that is not the first of its test. */
    static String prefix(int plan) {
        return "p" + plan + "-";
    }

    /**
     * Returns in which plan of its test a crash is that the system property selects.
     *
     * @return its number, from 1; empty if all crashes are tried
     */
    public static Optional<Integer> plan() {
        return Optional.ofNullable(System.getProperty(MultiProcessOptions.CRASH))
                .map(Chosen::plan);
    }

    static int plan(String key) {
        Matcher matcher = PLAN.matcher(key);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 1;
    }

    /** As the system property says, or as many as the plan allows. */
    public static Chosen of(List<CrashCase> all, PlanOptions options, String test) {
        return of(all, options, test, Optional.ofNullable(System.getProperty(MultiProcessOptions.CRASH)));
    }

    public static Chosen of(List<CrashCase> all, PlanOptions options, String test, Optional<String> wanted) {
        if (wanted.isEmpty()) {
            int most = options.most().orElse(Integer.MAX_VALUE);
            return new Chosen(Selection.evenly(all, most, options.seed()), Optional.empty(), AT_MOST);
        }
        String text = wanted.get();
        int plus = text.indexOf(PAIR);
        String key = plus < 0 ? text : text.substring(0, plus);
        List<CrashCase> one =
                all.stream().filter(each -> each.key().equals(key)).toList();
        boolean isMissingPair = plus >= 0 && !options.inCheck();
        if (one.isEmpty() || isMissingPair) {
            throw new IllegalArgumentException("the system property " + MultiProcessOptions.CRASH
                    + " must name a crash of test " + test + ", as its failure does: " + MultiProcessOptions.CRASH + "="
                    + text + ", and the test has " + range(all)
                    + (isMissingPair ? ", none of them within a check" : "")
                    + "; select only the test that has failed");
        }
        Optional<String> pair = plus < 0 ? Optional.empty() : Optional.of(text.substring(plus + 1));
        return new Chosen(one, pair, MultiProcessOptions.CRASH);
    }

    private static String range(List<CrashCase> all) {
        return all.size() + " crashes, from " + all.get(0).key() + " to "
                + all.get(all.size() - 1).key();
    }
}
