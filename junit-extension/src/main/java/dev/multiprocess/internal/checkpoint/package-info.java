/**
 * Checkpoints as every process uses them: names, counts in shared memory, and what is asked of the test JVM about points
 * that it watches.
 *
 * <p>Start with {@link dev.multiprocess.internal.checkpoint.CheckpointsView}.
 */
package dev.multiprocess.internal.checkpoint;
