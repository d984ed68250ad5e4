/** What every subject of a benchmark has in common, and what it is given to do. */
package dev.multiprocess.benchmarks.subject;
