/**
 * The test JVM's part of queues: their participants, and what only one process may decide.
 *
 * <p>{@link dev.multiprocess.internal.hub.Hub} has all queues, {@code HubQueue} is one of them, {@code HubPipe} answers
 * the questions of one child about it.
 */
package dev.multiprocess.internal.hub;
