/**
 * The serializers that Kryo is given, each for one kind of class. Both.
 *
 * <p>{@link dev.multiprocess.internal.kryo.TransferKryo} chooses among them.
 */
package dev.multiprocess.internal.kryo;
