/**
 * What processes of a test coordinate with, after {@code java.util.concurrent}.
 *
 * <p>Start with {@link dev.multiprocess.sync.ProcessLock}.
 */
package dev.multiprocess.sync;
