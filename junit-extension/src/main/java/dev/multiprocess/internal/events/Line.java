package dev.multiprocess.internal.events;

/**
 * A line of the output of a child.
 *
 * @param nanos when the test JVM had read it, by {@link System#nanoTime}
 * @param text without its end
 */
public record Line(long nanos, String text) {}
