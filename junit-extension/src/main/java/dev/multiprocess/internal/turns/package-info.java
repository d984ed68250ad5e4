/**
 * Checkpoints as the test JVM decides about them: which threads stand where, which may continue, which processes are killed.
 *
 * <p>Start with {@link dev.multiprocess.internal.turns.Board}.
 */
package dev.multiprocess.internal.turns;
