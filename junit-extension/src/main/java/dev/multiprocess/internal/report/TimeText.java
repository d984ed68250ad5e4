package dev.multiprocess.internal.report;

import java.time.Duration;

/** Durations in words. */
final class TimeText {

    private TimeText() {}

    /** In seconds if they are whole. */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
