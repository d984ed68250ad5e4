package dev.multiprocess.benchmarks.subject;

/** Until when the start of a process is measured. */
public enum Moment {
    /** The first line of its task. */
    FIRST_LINE("first-line"),

    /** The process that started it has taken the first record that it put into a queue. */
    FIRST_RECORD("first-record"),

    /** The process that started it has seen its end; its task does nothing. */
    JOINED("joined");

    private final String text;

    Moment(String text) {
        this.text = text;
    }

    /**
     * Returns its name in benchmarks.
     *
     * @return as in {@code start.spawn.joined}
     */
    public String text() {
        return text;
    }
}
