package dev.multiprocess.internal.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/** What one process has to do with one queue; guarded by the queue's lock. */
final class Participant {

    final String name;

    /** Its numbers in the queue's memory, one for each time it has opened the queue. */
    final List<Integer> numbers = new ArrayList<>();

    /** Ends for putting that are open in the process, or were handed to it with its task. */
    int openWriters;

    /** Whether it has ended without doing what it was meant to do: what it was given died with it. */
    boolean failed;

    /** Whether it has ended, in whatever way. */
    boolean ended;

    /** How many of the elements it was given it has reported done. */
    long tasksDone;

    Participant(String name) {
        this.name = name;
    }

    /** Adds up what is counted for each of its numbers. */
    long sum(IntToLongFunction count) {
        return numbers.stream().mapToLong(count::applyAsLong).sum();
    }
}
