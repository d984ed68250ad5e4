/**
 * A pool of worker processes as those see it that use it, in the test JVM and in children alike: what an {@code
 * ExecutorService} does with tasks, on top of submitting one.
 *
 * <p>Start with {@link dev.multiprocess.internal.pool.PoolView}.
 */
package dev.multiprocess.internal.pool;
