/** How processes wake threads of each other. Knows nothing of queues but their numbers. */
package dev.multiprocess.internal.bell;
