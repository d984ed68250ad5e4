/**
 * Checkpoints at methods of code that does not know this library: which methods there are, and the agent by which children
 * have them woven into their classes.
 *
 * <p>Start with {@link dev.multiprocess.internal.methods.MethodPoint}.
 */
package dev.multiprocess.internal.methods;
