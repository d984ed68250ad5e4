/**
 * What the processes of a test did, for a person to look at: from records to a page and a trace. Pure functions of them.
 * Test JVM.
 */
package dev.multiprocess.internal.timeline;
