/**
 * What is asked of the operating system: users, directories that only one of them can change, makers. Test JVM, plugin.
 */
package dev.multiprocess.internal.os;
