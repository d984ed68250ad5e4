package dev.multiprocess.internal.kryo;

import dev.multiprocess.internal.objects.Handle;
import java.util.function.Consumer;

/**
 * Writes the fields of throwables as messages of their own, so that one that cannot be read costs no more than itself.
 */
public interface FieldMessages {

    /**
     * Writes one.
     *
     * @param value of the field
     * @param level how many throwables contain it in their fields
     * @param seen receives the handles in it
     */
    byte[] writeField(Object value, int level, Consumer<Handle> seen);

    /** Reads one. */
    Object read(byte[] message);
}
