package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.multiprocess.internal.objects.RefusedException;
import dev.multiprocess.internal.objects.UnreadableObjectException;

/** Stands for a class whose objects cannot cross. */
final class RefusingSerializer extends Serializer<Object> {

    private final String reason;

    /** @param reason as for {@link RefusedException} */
    RefusingSerializer(String reason) {
        this.reason = reason;
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        throw new RefusedException(object, reason, null);
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        throw new UnreadableObjectException(
                "an object of the class " + type.getName() + " cannot be rebuilt", type.getName(), null);
    }
}
