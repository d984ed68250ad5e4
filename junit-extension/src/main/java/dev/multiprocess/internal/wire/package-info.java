/**
 * Carries frames between the test JVM and its children over Unix-domain sockets and FIFOs; knows nothing of jobs or
 * queues. Both.
 *
 * <p>Start with {@link dev.multiprocess.internal.wire.Connection}.
 */
package dev.multiprocess.internal.wire;
