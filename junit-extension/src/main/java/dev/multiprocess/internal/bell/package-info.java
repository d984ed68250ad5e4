/** How processes wake each other's threads. Knows only the numbers of queues. */
package dev.multiprocess.internal.bell;
