package dev.multiprocess.internal.timeline;

import java.time.Duration;
import java.util.Locale;

/** Numbers and times as pages show them. */
final class Words {

    private static final double NANOS_IN_A_MILLISECOND = 1_000_000;

    private Words() {}

    /** In milliseconds, with as many digits as mean something. */
    static String time(long nanos) {
        double millis = nanos / NANOS_IN_A_MILLISECOND;
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%,.0f ms", millis);
    }

    static String time(Duration duration) {
        return time(duration.toNanos());
    }

    static String of(long count, String noun) {
        return of(count, noun, noun + "s");
    }

    static String of(long count, String noun, String nouns) {
        return count + " " + (count == 1 ? noun : nouns);
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
