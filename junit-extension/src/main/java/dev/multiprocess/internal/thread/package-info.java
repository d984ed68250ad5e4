/** How threads wait, for all code that waits. Both. */
package dev.multiprocess.internal.thread;
