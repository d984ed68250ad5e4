/**
 * What the processes of a test did and when, written where all of them can and where a kill loses nothing of it. Both
 * kinds of process.
 */
package dev.multiprocess.internal.events;
