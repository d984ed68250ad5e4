/** What the threads of a JVM wait for in operations of ours, and whether any can continue by itself. Both. */
package dev.multiprocess.internal.diagnose;
