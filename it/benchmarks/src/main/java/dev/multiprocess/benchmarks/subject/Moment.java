package dev.multiprocess.benchmarks.subject;

/** Until when the start of a process is measured. */
public enum Moment {
    /** The first line of its task. */
    FIRST_LINE("first-line"),

    /** The first record that it has put into a queue was taken by who started it. */
    FIRST_RECORD("first-record"),

    /** Its end has been seen by who started it; its task does nothing. */
    JOINED("joined");

    private final String text;

    Moment(String text) {
        this.text = text;
    }

    /**
     * Tells its name in benchmarks.
     *
     * @return as in {@code start.spawn.joined}
     */
    public String text() {
        return text;
    }
}
