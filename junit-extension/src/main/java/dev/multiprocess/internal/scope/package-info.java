/**
 * The run of a test JVM, and the processes and queues of one test in it: started, awaited, ended. Test JVM.
 *
 * <p>{@link dev.multiprocess.internal.scope.TestRun} makes one {@link dev.multiprocess.internal.scope.TestScope} for
 * each test.
 */
package dev.multiprocess.internal.scope;
