/**
 * Queues between processes: the state the test JVM holds, and the ends that tests and children use. Both.
 *
 * <p>{@link dev.multiprocess.internal.queue.Hub} holds the queues, {@code HubQueue} is one of them,
 * {@link dev.multiprocess.internal.queue.RemoteQueues} is a child's view of them.
 */
package dev.multiprocess.internal.queue;
