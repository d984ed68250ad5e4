/**
 * Pools in the test JVM: which worker gets which task, what limits end, and what the death of a worker means. Test JVM.
 *
 * <p>Start with {@link dev.multiprocess.internal.workers.Pool}.
 */
package dev.multiprocess.internal.workers;
