/** What the threads of a JVM wait for in operations of ours, and whether any of them can go on by itself. Both. */
package dev.multiprocess.internal.diagnose;
