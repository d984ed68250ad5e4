/**
 * What a child JVM runs: its entry point, its lifelines, its view of the test JVM's handles. Child.
 *
 * <p>Start with {@link dev.multiprocess.internal.child.ChildMain}.
 *
 * <p>On the way to its task a child makes no lambda, and joins no text by the JDK's factory: the first of each takes a
 * new JVM milliseconds. That is why there are anonymous classes instead, and loops instead of streams; a test looks at
 * the classes that are loaded. From the task on, all is as everywhere.
 */
package dev.multiprocess.internal.child;
