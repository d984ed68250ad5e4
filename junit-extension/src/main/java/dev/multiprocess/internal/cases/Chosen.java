package dev.multiprocess.internal.cases;

import dev.multiprocess.internal.config.MultiProcessOptions;
import java.util.List;
import java.util.Optional;

/**
 * Which cases are tried. Immutable.
 *
 * @param cases in their order
 * @param pair the only crash of a check that is tried
 */
public record Chosen(List<CrashCase> cases, Optional<String> pair) {

    /** Separates the crash of a check from that of the work. */
    private static final char PAIR = '+';

    /** As the system property says, or as many as the plan allows. */
    public static Chosen of(List<CrashCase> all, PlanOptions options, String test) {
        return of(all, options, test, Optional.ofNullable(System.getProperty(MultiProcessOptions.CRASH)));
    }

    public static Chosen of(List<CrashCase> all, PlanOptions options, String test, Optional<String> wanted) {
        if (wanted.isEmpty()) {
            int most = options.most().orElse(Integer.MAX_VALUE);
            return new Chosen(Selection.evenly(all, most, options.seed()), Optional.empty());
        }
        String text = wanted.get();
        int plus = text.indexOf(PAIR);
        String key = plus < 0 ? text : text.substring(0, plus);
        List<CrashCase> one =
                all.stream().filter(each -> each.key().equals(key)).toList();
        if (one.isEmpty() || plus >= 0 && !options.inCheck()) {
            throw new IllegalArgumentException("the system property " + MultiProcessOptions.CRASH
                    + " must name a crash of test " + test + ", as a failure does, and one test should be selected with"
                    + " it: " + MultiProcessOptions.CRASH + "=" + text + ", though there are " + range(all)
                    + (options.inCheck() ? "" : ", without crashes of checks"));
        }
        return new Chosen(one, plus < 0 ? Optional.empty() : Optional.of(text.substring(plus + 1)));
    }

    private static String range(List<CrashCase> all) {
        return all.size() + ", from " + all.get(0).key() + " to "
                + all.get(all.size() - 1).key();
    }
}
