package dev.multiprocess.internal.queue;

/** What one process has to do with one queue; guarded by the queue's lock. */
final class Participant {

    final String name;

    /** Ends for putting that are open in the process, or were handed to it with its task. */
    int openWriters;

    long put;
    long taken;

    Participant(String name) {
        this.name = name;
    }
}
