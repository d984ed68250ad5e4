package dev.multiprocess.internal.scope;

import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.serial.ObjectCodec;

/**
 * What is fixed about a test before it begins.
 *
 * @param test names it
 * @param options its own
 * @param serializer writes and reads its objects
 */
record TestSetup(TestIdentity test, MultiProcessOptions options, ObjectCodec serializer) {}
