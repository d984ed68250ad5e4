package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.util.Util;
import dev.multiprocess.internal.objects.GuardedThrowable;
import dev.multiprocess.internal.objects.JavaStream;
import dev.multiprocess.internal.objects.RefusedException;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import java.io.IOException;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Writes an object by Java serialization, but its parts by Kryo, so that they need not be {@code Serializable}.
 *
 * <p>Parts follow the stream in the order in which it met them, and are read when it meets their markers.
 */
final class JavaStreamSerializer extends LateSerializer<Object> {

    @Override
    void writeParts(Kryo kryo, Output output, Object object) {
        List<Object> parts = new ArrayList<>();
        byte[] stream;
        try {
            stream = JavaStream.write(object, part -> {
                if (part == object || part == null || stays(kryo, part.getClass())) {
                    return part;
                }
                parts.add(part);
                return new JavaStream.Marker(parts.size() - 1);
            });
        } catch (IOException | RuntimeException e) {
            throw new RefusedException(
                    object,
                    "has the type " + object.getClass().getTypeName() + ", whose own serialization failed: "
                            + GuardedThrowable.textOf(e),
                    e);
        }
        output.writeVarInt(stream.length, true);
        output.writeBytes(stream);
        output.writeVarInt(parts.size(), true);
        for (Object part : parts) {
            kryo.writeClassAndObject(output, part);
        }
    }

    /** Returns whether Kryo would only write a part by Java serialization again, or need not write it at all. */
    private static boolean stays(Kryo kryo, Class<?> type) {
        return type == String.class
                || type == SerializedLambda.class
                || Enum.class.isAssignableFrom(type)
                || Util.isWrapperClass(type)
                || type.isArray() && type.getComponentType().isPrimitive()
                || kryo.getRegistration(type).getType() == Serializable.class;
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        byte[] stream = input.readBytes(input.readVarInt(true));
        int count = input.readVarInt(true);
        List<Object> parts = new ArrayList<>();
        IntFunction<Object> upTo = index -> {
            while (parts.size() <= index) {
                parts.add(kryo.readClassAndObject(input));
            }
            return parts.get(index);
        };
        try {
            Object object = JavaStream.read(stream, kryo.getClassLoader(), upTo);
            if (parts.size() < count) {
                // A class that does not read all it wrote: what follows this object must still be found.
                upTo.apply(count - 1);
            }
            return object;
        } catch (IOException e) {
            throw new UnreadableObjectException("a part written by Java serialization cannot be read: " + e, e);
        }
    }
}
