package dev.multiprocess.benchmarks.subject;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** On which processors the processes of a subject may run. */
public enum Pinning {
    /** All of them on the first processor. */
    ONE_CPU("one-cpu", List.of("taskset", "-c", "0")),

    /** On the first two. */
    TWO_CPUS("two-cpus", List.of("taskset", "-c", "0,1")),

    /** Wherever the scheduler puts them. */
    FREE("free", List.of());

    private final String text;
    private final List<String> prefix;

    Pinning(String text, List<String> prefix) {
        this.text = text;
        this.prefix = prefix;
    }

    /**
     * Returns its name in benchmarks.
     *
     * @return as in {@code queue.round-trip.one-cpu}
     */
    public String text() {
        return text;
    }

    /**
     * Returns the command that runs another one on these processors.
     *
     * @return what precedes that one; empty if nothing needs to
     */
    public List<String> prefix() {
        return prefix;
    }

    /**
     * Returns why it is not available here.
     *
     * @return empty if it is
     */
    public Optional<String> missing() {
        if (prefix.isEmpty()) {
            return Optional.empty();
        }
        try {
            new ProcessBuilder("taskset", "-V").start().destroyForcibly();
        } catch (IOException e) {
            return Optional.of("taskset is not installed");
        }
        return this == TWO_CPUS && Runtime.getRuntime().availableProcessors() < 2
                ? Optional.of("there is only one processor")
                : Optional.empty();
    }
}
