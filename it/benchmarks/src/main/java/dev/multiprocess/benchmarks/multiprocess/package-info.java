/** This library as a subject, used the way a test uses it: test classes that the JUnit Platform runs. */
package dev.multiprocess.benchmarks.multiprocess;
