/**
 * What all tests of a test JVM share: threads, the children by number, and where those call. Test JVM.
 *
 * <p>{@link dev.multiprocess.internal.run.RunParts} is what a test gets of it; nothing here knows a test.
 */
package dev.multiprocess.internal.run;
