package dev.multiprocess.internal.hub;

import java.util.Map;
import java.util.Set;

/**
 * A queue at one moment, as the hub sees it. Processes are identified by the numbers of children; 0 is the test JVM.
 *
 * @param id its number
 * @param name its name
 * @param capacity the most elements in it
 * @param size the elements in it
 * @param moves grows with every element that came or went
 * @param description on one line
 * @param writers processes that have it open for putting
 * @param readers processes that have taken from it, or wait to
 * @param takers how many requests to take wait, by process
 * @param putters how many requests to put wait, by process
 * @param joiners how many threads wait for tasks to be done, by process
 */
public record QueueState(
        int id,
        String name,
        int capacity,
        int size,
        long moves,
        String description,
        Set<Integer> writers,
        Set<Integer> readers,
        Map<Integer, Integer> takers,
        Map<Integer, Integer> putters,
        Map<Integer, Integer> joiners) {}
