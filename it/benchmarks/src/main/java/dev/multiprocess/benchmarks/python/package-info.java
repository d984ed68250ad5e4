/** CPython's multiprocessing as a subject; the code that is measured is {@code multiprocessing_bench.py}. */
package dev.multiprocess.benchmarks.python;
