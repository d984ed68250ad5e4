/**
 * The forms of what a child is asked to do: an action, a task with a number, a static method, a lambda. Made in the test
 * JVM, run in the child.
 *
 * <p>Start with {@link dev.multiprocess.internal.task.ActionTask}.
 */
package dev.multiprocess.internal.task;
