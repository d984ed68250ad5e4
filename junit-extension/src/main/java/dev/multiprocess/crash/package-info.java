/** Crash tests: what is in a directory if the process that works on it dies at any point. */
package dev.multiprocess.crash;
