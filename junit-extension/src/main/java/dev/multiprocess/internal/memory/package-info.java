/**
 * How the memory of a queue is laid out: files mapped by all its processes, and the words in them. Both.
 *
 * <p>{@link dev.multiprocess.internal.memory.QueueMemory} is the part that a queue has once,
 * {@link dev.multiprocess.internal.memory.SlotFiles} has the slots, added as the queue needs them.
 */
package dev.multiprocess.internal.memory;
