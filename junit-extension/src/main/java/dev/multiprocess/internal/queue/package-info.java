/**
 * The ends of queues that tests and children use, and what they ask the hub. Both.
 *
 * <p>{@code QueueAccess} is one process's access to one queue, {@link dev.multiprocess.internal.queue.RemoteQueues} has
 * those of a child.
 */
package dev.multiprocess.internal.queue;
