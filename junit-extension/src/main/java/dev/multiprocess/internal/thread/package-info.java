/** How threads wait, for all that waits. Both. */
package dev.multiprocess.internal.thread;
