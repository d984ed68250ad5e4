package dev.multiprocess.internal.config;

/** For which tests a timeline is kept. */
public enum TimelinePolicy {
    /** Those that fail. */
    FAILED,

    /** All that have started a child. */
    ALWAYS,

    /** None; nothing is recorded for one either. */
    NEVER
}
