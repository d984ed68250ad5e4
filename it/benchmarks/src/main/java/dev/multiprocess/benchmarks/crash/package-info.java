/** Crash tests, and what their children cost alone. */
package dev.multiprocess.benchmarks.crash;
