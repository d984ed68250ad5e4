/**
 * What one test has, and each kind of it by itself: its threads, children, queues and locks, what is started for it, and
 * the failures that it has not seen yet. Test JVM.
 */
package dev.multiprocess.internal.inventory;
