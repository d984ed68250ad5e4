/**
 * What the JVM of a child is started with, and starting it. Test JVM.
 *
 * <p>{@link dev.multiprocess.internal.jvm.JvmSpec} is what makes two JVMs interchangeable,
 * {@link dev.multiprocess.internal.jvm.JvmStart} the command of one of them.
 */
package dev.multiprocess.internal.jvm;
