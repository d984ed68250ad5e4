package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.multiprocess.internal.objects.Fields;

/**
 * Writes the fields of an ordinary class and of its superclasses, final and synthetic ones included: the latter hold
 * what inner and anonymous classes captured. Transient and static fields are left out.
 */
final class FieldsSerializer extends Serializer<Object> {

    private final Part[] parts;

    FieldsSerializer(Class<?> type) {
        parts = Fields.of(type).stream().map(Part::new).toArray(Part[]::new);
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        for (Part part : parts) {
            part.write(kryo, output, object);
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        Object object = kryo.newInstance(type);
        kryo.reference(object);
        for (Part part : parts) {
            part.set(object, part.read(kryo, input));
        }
        return object;
    }
}
