/**
 * What runs in a child whose file operations are recorded: the agent, and the classes that woven methods of the JDK call.
 *
 * <p>The agent defines all but itself in the boot loader, where the JDK's own classes see them and every other class
 * finds them first. They use nothing else of this library, no lambda, and no text that is joined by the plus sign.
 */
package dev.multiprocess.internal.recorder;
