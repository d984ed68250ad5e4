package dev.multiprocess.internal.inventory;

import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.serial.ObjectCodec;

/**
 * What is fixed about a test before it begins.
 *
 * @param test names it
 * @param options its own
 * @param serializer writes and reads its objects
 */
public record TestSetup(TestIdentity test, MultiProcessOptions options, ObjectCodec serializer) {}
