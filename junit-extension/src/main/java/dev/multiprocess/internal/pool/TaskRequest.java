package dev.multiprocess.internal.pool;

import dev.multiprocess.pool.TaskOptions;

/**
 * A task on its way to a pool.
 *
 * @param options how it is to be run
 * @param task a serialized {@link java.util.concurrent.Callable}
 * @param unlooked whether its failure fails the test even if it was looked at, as nothing can look at it
 */
public record TaskRequest(TaskOptions options, byte[] task, boolean unlooked) {}
