package dev.multiprocess.internal.diagnose;

import java.time.Duration;

/** Durations in words. */
public final class TimeText {

    private TimeText() {}

    /** In seconds if they are whole. */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
