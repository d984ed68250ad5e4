package dev.multiprocess.internal.call;

/**
 * A call on its way.
 *
 * @param caller the process that calls, not one that passes the call on: the number of a child, or 0 for the test JVM
 * @param number of the call among those of that process
 * @param handleId the handle whose method is called
 * @param invocation what is called, serialized
 */
public record CallRequest(int caller, int number, String handleId, byte[] invocation) {}
