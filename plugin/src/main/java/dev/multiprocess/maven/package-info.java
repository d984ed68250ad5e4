/** The Maven plugin: passes options to test JVMs, and ends what tests or a killed build left running. */
package dev.multiprocess.maven;
