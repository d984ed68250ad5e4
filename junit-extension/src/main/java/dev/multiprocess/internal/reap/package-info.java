/**
 * Knows every child that was started, ends process trees, finds what a dead test JVM or build left. Test JVM, plugin.
 */
package dev.multiprocess.internal.reap;
