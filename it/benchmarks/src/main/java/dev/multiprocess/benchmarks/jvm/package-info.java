/** What the bare JDK offers as a subject: the least that anything on a JVM has to pay. */
package dev.multiprocess.benchmarks.jvm;
