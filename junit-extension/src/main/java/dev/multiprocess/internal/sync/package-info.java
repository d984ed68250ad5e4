/**
 * Locks and what else processes coordinate with: words of shared memory that each process changes by itself, and how its
 * threads wait for a change. Knows of no test; {@code SyncKeeper} does what only the test JVM may do when a process has died.
 * Both.
 */
package dev.multiprocess.internal.sync;
