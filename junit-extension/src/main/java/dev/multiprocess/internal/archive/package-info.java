/**
 * Class-data archives, which make the start of a JVM faster and mean nothing else: their keys, making and use. Test
 * JVM.
 *
 * <p>{@link dev.multiprocess.internal.archive.ClassArchives} finds the archive for a JVM, and has it made.
 */
package dev.multiprocess.internal.archive;
