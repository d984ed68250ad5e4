/** Peers that carry messages from one JVM to another, each as fast as its own manual says. */
package dev.multiprocess.benchmarks.transport;
