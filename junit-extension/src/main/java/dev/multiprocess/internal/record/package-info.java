/**
 * File operations of a child, as its test JVM handles them: weaves the classes of a JDK for the agent, reads what that has
 * recorded, and rebuilds the directory as it was, or may be after a loss of power, at any point of the recording.
 */
package dev.multiprocess.internal.record;
