package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Kryo's serializer for an array of objects, except that the length is checked before it is believed. */
final class ObjectArraySerializer extends Serializer<Object> {

    private final Serializer<Object> serializer;

    ObjectArraySerializer(Serializer<Object> serializer) {
        super(serializer.getAcceptsNull(), serializer.isImmutable());
        this.serializer = serializer;
    }

    @Override
    public void write(Kryo kryo, Output output, Object array) {
        serializer.write(kryo, output, array);
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        int start = input.position();
        // One more than the length; 0 stands for null.
        ((CheckedInput) input).require(input.readVarInt(true) - 1L, 1);
        input.setPosition(start);
        return serializer.read(kryo, input, type);
    }
}
