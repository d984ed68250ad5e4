package dev.multiprocess.internal.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time, in the grammar of JUnit's timeouts: a whole number, an optional space, and a unit.
 *
 * <table>
 *   <caption>Units, in any case</caption>
 *   <tr><td>ns</td><td>nanoseconds</td></tr>
 *   <tr><td>us, &mu;s</td><td>microseconds</td></tr>
 *   <tr><td>ms</td><td>milliseconds</td></tr>
 *   <tr><td>s, or none</td><td>seconds</td></tr>
 *   <tr><td>m</td><td>minutes</td></tr>
 *   <tr><td>h</td><td>hours</td></tr>
 *   <tr><td>d</td><td>days of 24 hours</td></tr>
 * </table>
 */
final class DurationForm implements TextForm<Duration> {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    private static final Pattern GRAMMAR = Pattern.compile("(\\d+) ?(\\p{L}*)");

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ns", ChronoUnit.NANOS,
            "us", ChronoUnit.MICROS,
            "\u03bcs", ChronoUnit.MICROS,
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    @Override
    public Duration parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text.trim());
        ChronoUnit unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "must be a number and one of ns, us, ms, s, m, h and d, as in 20s or 500 ms");
        }
        Duration value = length(matcher.group(1), unit);
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("must be between 1ms and 7d");
        }
        return value;
    }

    private static Duration length(String number, ChronoUnit unit) {
        try {
            return Duration.of(Long.parseLong(number), unit);
        } catch (NumberFormatException | ArithmeticException tooLarge) {
            return LONGEST.plusNanos(1); // no long holds it: above every bound
        }
    }

    /** Writes seconds if that is exact, otherwise the largest smaller unit that is. */
    @Override
    public String write(Duration value) {
        if (value.toNanosPart() == 0) {
            return value.toSeconds() + "s";
        }
        if (value.toNanosPart() % 1_000_000 == 0) {
            return value.toMillis() + "ms";
        }
        return value.toNanos() + "ns";
    }
}
