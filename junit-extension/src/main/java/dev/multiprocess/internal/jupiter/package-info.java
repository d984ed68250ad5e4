/** Turns annotations and parameters into a plan of processes and queues; starts nothing itself. Test JVM. */
package dev.multiprocess.internal.jupiter;
