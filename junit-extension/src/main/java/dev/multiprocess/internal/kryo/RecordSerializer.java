package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.multiprocess.internal.objects.RefusalTexts;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Writes a record's components and rebuilds it by its canonical constructor, which checks them as it always does. */
final class RecordSerializer extends LateSerializer<Object> {

    private final Part[] parts;
    private final Constructor<?> constructor;

    RecordSerializer(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            parts = new Part[components.length];
            for (int i = 0; i < parts.length; i++) {
                // The field, not the accessor: an accessor may return something other than what was given.
                parts[i] = new Part(type.getDeclaredField(components[i].getName()));
            }
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a record: " + type, e);
        }
        constructor.setAccessible(true);
    }

    @Override
    void writeParts(Kryo kryo, Output output, Object object) {
        for (Part part : parts) {
            part.write(kryo, output, object);
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        Object[] values = new Object[parts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = parts[i].read(kryo, input);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw RefusalTexts.refusedByConstructor(type, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new UnreadableObjectException("record " + type.getName() + " cannot be created", type.getName(), e);
        }
    }
}
