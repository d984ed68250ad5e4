package dev.multiprocess.internal.hub;

import java.util.Map;

/**
 * Threads that wait at a queue for others, and not just because they have not yet seen that they can continue; by
 * process.
 *
 * @param takers for elements
 * @param putters for room
 * @param joiners for tasks to be done
 */
record BlockedThreads(Map<Integer, Integer> takers, Map<Integer, Integer> putters, Map<Integer, Integer> joiners) {}
