package dev.multiprocess.benchmarks;

/** What the figures of a benchmark are, and whether more is better. */
enum Unit {
    MESSAGES_PER_SECOND("messages/s", true),
    POINTS_PER_SECOND("points/s", true),
    MILLISECONDS("ms", false),
    MICROSECONDS("us", false),
    MEBIBYTES("MiB", false);

    final String text;
    private final boolean moreIsBetter;

    Unit(String text, boolean moreIsBetter) {
        this.text = text;
        this.moreIsBetter = moreIsBetter;
    }

    /** How many times as good one is as another: above 1 if it is faster or smaller. */
    double timesAsFast(double one, double other) {
        return moreIsBetter ? one / other : other / one;
    }
}
