/**
 * Files of fixed size that all processes of a test have in their memory, beside those of queues: made in the test JVM,
 * mapped once in each process, gone with their scope. What stands for one, a lock or a piece of memory, is a handle
 * whose id says all that another process needs: a process that gets one has nothing to ask.
 */
package dev.multiprocess.internal.segment;
