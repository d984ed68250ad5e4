/** Pools of workers, and objects that processes share. */
package dev.multiprocess.benchmarks.pool;
