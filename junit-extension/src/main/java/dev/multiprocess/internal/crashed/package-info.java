/** What the children of a crash test run: prepare, work until the crash, check what is left. */
package dev.multiprocess.internal.crashed;
