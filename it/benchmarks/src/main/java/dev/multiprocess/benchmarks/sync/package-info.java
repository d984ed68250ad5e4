/** Locks and what else processes coordinate with. */
package dev.multiprocess.benchmarks.sync;
