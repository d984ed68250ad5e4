package dev.multiprocess.benchmarks.crash;

/** What is done with each point. */
public enum CrashWork {

    /** What it leaves is rebuilt, and a child checks it. */
    REBUILT("multiprocess"),

    /** A child runs until it kills itself there, and another one checks what is left. */
    KILLED("multiprocess.killed"),

    /** Nothing: a child starts and ends, as many at once as there are processors. */
    EMPTY("multiprocess.empty-child");

    private final String subject;

    CrashWork(String subject) {
        this.subject = subject;
    }

    /**
     * Returns its name in tables.
     *
     * @return as {@link dev.multiprocess.benchmarks.subject.Subject#name()}
     */
    public String subject() {
        return subject;
    }
}
