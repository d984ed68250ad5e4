/**
 * Pools of worker processes.
 *
 * <p>Start with {@link dev.multiprocess.pool.ProcessPool}.
 */
package dev.multiprocess.pool;
