/**
 * Kryo set-up: turns objects into bytes and back, the same way in the test JVM and in every child. Runs in both.
 *
 * <p>The door is {@link dev.multiprocess.internal.serial.ObjectCodec}; what keeps its identity when it crosses is a
 * {@link dev.multiprocess.internal.serial.Handle}. Which class is written how is decided in {@code TypeRules}.
 */
package dev.multiprocess.internal.serial;
