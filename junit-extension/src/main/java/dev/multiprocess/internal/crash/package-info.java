/** Crash tests in the test JVM: which points there are, what each leaves, how it is checked, and what is said about it. */
package dev.multiprocess.internal.crash;
