/**
 * Turns objects into bytes and back, the same way in the test JVM and in every child. Both.
 *
 * <p>{@link dev.multiprocess.internal.serial.ObjectCodec} takes the plain form where it can, and Kryo otherwise.
 */
package dev.multiprocess.internal.serial;
