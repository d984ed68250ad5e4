package dev.multiprocess.internal.config;

/**
 * What a build does with the processes that its tests left running.
 *
 * <p>Users call them zombies; they are orphans: alive, while the process that started them is gone. A Unix zombie has
 * already exited, needs nothing and counts as dead.
 */
public enum ZombiePolicy {
    /** End them, and fail the build naming each. */
    FAIL,

    /** End them, and warn naming each. */
    REAP,

    /** Leave them alone and say nothing. */
    IGNORE
}
