/**
 * Measures this library and its peers side by side: what there is to measure, in which order, and how it is reported.
 *
 * <p>{@link dev.multiprocess.benchmarks.BenchmarkMain} runs what {@link dev.multiprocess.benchmarks.Catalogue} lists.
 * To add a peer, write one {@link dev.multiprocess.benchmarks.subject.Subject} and name it in the catalogue.
 */
package dev.multiprocess.benchmarks;
