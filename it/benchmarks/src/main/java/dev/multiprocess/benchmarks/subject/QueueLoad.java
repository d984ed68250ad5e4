package dev.multiprocess.benchmarks.subject;

/**
 * Who sends what to whom through one queue.
 *
 * @param writers how many processes write
 * @param readers how many processes read
 * @param payload what each message is
 */
public record QueueLoad(int writers, int readers, Payload payload) {}
