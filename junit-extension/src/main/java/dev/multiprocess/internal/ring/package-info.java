/**
 * The elements of a queue in memory that all its processes share. Both.
 *
 * <p>{@link dev.multiprocess.internal.ring.SharedQueue} is the queue as one process sees it,
 * {@link dev.multiprocess.internal.ring.QueueKeeper} the test JVM's part of it. Neither knows how processes talk: what
 * only the test JVM can do is asked for through {@link dev.multiprocess.internal.ring.Home}.
 */
package dev.multiprocess.internal.ring;
