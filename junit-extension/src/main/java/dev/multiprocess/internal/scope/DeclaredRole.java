package dev.multiprocess.internal.scope;

import dev.multiprocess.ProcessOptions;
import dev.multiprocess.ProcessTask;

/**
 * A declared role, ready to be started.
 *
 * @param name the method's name
 * @param count how many children run it
 * @param task the method with its arguments
 * @param options how the children are started
 */
public record DeclaredRole(String name, int count, ProcessTask<Object> task, ProcessOptions options) {}
