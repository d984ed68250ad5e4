/**
 * The elements of a queue in memory that all its processes share. Both.
 *
 * <p>{@link dev.multiprocess.internal.slots.SharedQueue} is the queue as one process sees it,
 * {@link dev.multiprocess.internal.slots.QueueMemoryOwner} the test JVM's part of it. Neither knows how processes talk:
 * what only the test JVM can do is asked for through {@link dev.multiprocess.internal.slots.HubAccess}.
 */
package dev.multiprocess.internal.slots;
