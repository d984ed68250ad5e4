/**
 * Starts child JVMs, watches them, drains their output, and tells how they ended. Test JVM.
 *
 * <p>{@link dev.multiprocess.internal.launch.TestRun} is a test JVM's run,
 * {@link dev.multiprocess.internal.launch.TestScope} one test in it. {@code SpawnLauncher} is the one start method there
 * is; each further one is a file beside it.
 */
package dev.multiprocess.internal.launch;
