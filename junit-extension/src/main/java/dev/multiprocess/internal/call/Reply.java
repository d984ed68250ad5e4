package dev.multiprocess.internal.call;

/**
 * The answer to a call.
 *
 * @param thrown whether {@code bytes} are an exception
 * @param bytes what the method returned or threw, serialized
 */
public record Reply(boolean thrown, byte[] bytes) {}
