package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Base of serializers that rebuild an object only after all its parts, so that no part may refer back to it. */
abstract class LateSerializer<T> extends Serializer<T> {

    @Override
    public final void write(Kryo kryo, Output output, T object) {
        OpenReferences references = (OpenReferences) kryo.getReferenceResolver();
        int id = references.openLast();
        writeParts(kryo, output, object);
        references.close(id);
    }

    abstract void writeParts(Kryo kryo, Output output, T object);
}
