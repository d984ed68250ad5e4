package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;

/** One field of an object, or one component of a record: primitives as such, everything else by Kryo. */
public final class Part {

    private final Field field;

    /** @throws InaccessibleObjectException if the field's module does not open its package */
    public Part(Field field) {
        field.setAccessible(true);
        this.field = field;
    }

    void write(Kryo kryo, Output output, Object owner) {
        Class<?> type = field.getType();
        try {
            if (!type.isPrimitive()) {
                kryo.writeClassAndObject(output, field.get(owner));
            } else if (type == int.class) {
                output.writeVarInt(field.getInt(owner), false);
            } else if (type == long.class) {
                output.writeVarLong(field.getLong(owner), false);
            } else if (type == boolean.class) {
                output.writeBoolean(field.getBoolean(owner));
            } else if (type == double.class) {
                output.writeDouble(field.getDouble(owner));
            } else if (type == float.class) {
                output.writeFloat(field.getFloat(owner));
            } else if (type == char.class) {
                output.writeChar(field.getChar(owner));
            } else if (type == short.class) {
                output.writeShort(field.getShort(owner));
            } else {
                output.writeByte(field.getByte(owner));
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("field became inaccessible: " + field, e);
        }
    }

    Object read(Kryo kryo, Input input) {
        Class<?> type = field.getType();
        if (!type.isPrimitive()) {
            return kryo.readClassAndObject(input);
        } else if (type == int.class) {
            return input.readVarInt(false);
        } else if (type == long.class) {
            return input.readVarLong(false);
        } else if (type == boolean.class) {
            return input.readBoolean();
        } else if (type == double.class) {
            return input.readDouble();
        } else if (type == float.class) {
            return input.readFloat();
        } else if (type == char.class) {
            return input.readChar();
        } else if (type == short.class) {
            return input.readShort();
        } else {
            return input.readByte();
        }
    }

    void set(Object owner, Object value) {
        try {
            field.set(owner, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("field cannot be set: " + field, e);
        }
    }
}
