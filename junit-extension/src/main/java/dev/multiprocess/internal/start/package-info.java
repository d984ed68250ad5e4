/**
 * Gets the JVM of a child: spawned, forked, or taken from those that wait. Test JVM.
 *
 * <p>{@link dev.multiprocess.internal.start.Launchers} chooses the way; none of the launchers knows children, only the
 * owners of their links.
 */
package dev.multiprocess.internal.start;
