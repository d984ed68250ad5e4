/**
 * Everything a test imports: the annotations, the queue and its ends, the handles of child JVMs, the exceptions.
 *
 * <p>Start with {@link dev.multiprocess.MultiProcessTest}. A test that is to control everything itself has
 * {@link dev.multiprocess.Processes} and {@link dev.multiprocess.ProcessQueue} as parameters; a test whose processes
 * have fixed roles declares them with {@link dev.multiprocess.WriterProcess} and
 * {@link dev.multiprocess.ReaderProcess}.
 */
package dev.multiprocess;
