/** What a crash test tries: the points, losses and faults of a recorded run, as functions of that. */
package dev.multiprocess.internal.cases;
