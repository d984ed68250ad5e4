/**
 * Where the files of a run and of its tests go, their names, and what dead test JVMs have left of them. Test JVM.
 *
 * <p>{@link dev.multiprocess.internal.files.OutputDirectory} is the run's,
 * {@link dev.multiprocess.internal.files.TestDirectories} makes those of tests.
 */
package dev.multiprocess.internal.files;
