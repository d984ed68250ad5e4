/**
 * One child as its test JVM sees it: what it has said, its limits, its output, and its end. Test JVM.
 *
 * <p>{@link dev.multiprocess.internal.process.ChildState} draws its life; of its test a child knows only
 * {@link dev.multiprocess.internal.process.ChildHost}.
 */
package dev.multiprocess.internal.process;
