package dev.multiprocess.internal.turns;

/**
 * A thread that has reached a point and has not continued.
 *
 * @param number from 1, in the order in which they arrived
 * @param process of the thread; 0 for the test JVM
 * @param point where it stands
 * @param count how often that had been reached, this time included
 */
record Arrival(long number, int process, String point, long count) {}
