/**
 * What a child JVM runs: its entry point, its lifelines, its view of the test JVM's handles. Child.
 *
 * <p>Start with {@link dev.multiprocess.internal.child.ChildMain}.
 */
package dev.multiprocess.internal.child;
