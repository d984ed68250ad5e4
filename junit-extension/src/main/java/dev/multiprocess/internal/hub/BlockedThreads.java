package dev.multiprocess.internal.hub;

import java.util.Map;

/**
 * Who waits at a queue for others, and not just because it has not yet seen that it can go on: threads, by process.
 *
 * @param takers for elements
 * @param putters for room
 * @param joiners for tasks to be done
 */
record BlockedThreads(Map<Integer, Integer> takers, Map<Integer, Integer> putters, Map<Integer, Integer> joiners) {}
