package dev.multiprocess.internal.plain;

import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.objects.Lambdas;
import dev.multiprocess.internal.objects.RefusedException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Writes what needs no Kryo: numbers, texts, enum constants, handles, our own task records, and lambdas that capture
 * nothing else.
 *
 * <p>Setting Kryo up takes a new JVM longer than everything else it does before its task; most tasks, and many elements
 * and results, are of this kind. {@link PlainReader} is the other side.
 *
 * <pre>
 *   tag (byte) | value
 *   value of a short number: its bytes, the first one signed
 *   value of a text: length in bytes (int) | UTF-8;  of a list: count (int) | each as tag and value;
 *   of a lambda: the texts and the number of its {@link SerializedLambda} | its captured values, as a list;
 *   of an enum constant: the names of its class and of itself;
 *   of a record: the name of its class | its components, as a list
 * </pre>
 */
public final class PlainForm {

    static final byte NULL = 0;
    static final byte FALSE = 1;
    static final byte TRUE = 2;
    static final byte INT = 3;
    static final byte LONG = 4;
    static final byte DOUBLE = 5;
    static final byte FLOAT = 6;
    static final byte SHORT = 7;
    static final byte BYTE = 8;
    static final byte CHAR = 9;
    static final byte TEXT = 10;
    static final byte HANDLE = 11;
    static final byte CLASS = 12;
    static final byte LIST = 13;
    static final byte LAMBDA = 14;
    static final byte RECORD = 15;
    static final byte ENUM = 16;

    /** A number in as few bytes as it needs, one to four, or one to eight; each count has a tag, from these on. */
    static final byte SHORT_INT = 17;

    static final byte SHORT_LONG = 21;

    /** A number with its header and tag fits. */
    private static final int FIRST_BYTES = 16;

    private static final String OUR_PACKAGES = "dev.multiprocess.internal.";

    private ByteBuffer out = ByteBuffer.allocate(FIRST_BYTES);
    private List<Handle> handles = List.of();

    /** An object with an identity must not come twice, since there would be two copies; made for the first one. */
    private Set<Object> seen;

    /** Writes a header and a number in as few bytes as it needs; {@code null} if it is none. */
    public static byte[] ofWhole(byte header, Object value) {
        if (value instanceof Integer number) {
            return ofWhole(header, SHORT_INT, number);
        }
        return value instanceof Long number ? ofWhole(header, SHORT_LONG, number) : null;
    }

    private static byte[] ofWhole(byte header, byte tag, long number) {
        int count = 1 + (Long.SIZE - Long.numberOfLeadingZeros(number ^ number >> Long.SIZE - 1)) / Byte.SIZE;
        byte[] bytes = new byte[2 + count];
        bytes[0] = header;
        bytes[1] = (byte) (tag + count - 1);
        for (int i = bytes.length - 1; i > 1; i--) {
            bytes[i] = (byte) number;
            number >>= Byte.SIZE;
        }
        return bytes;
    }

    /** How many bytes the short number with a tag has; 0 if the tag is not of one. */
    static int bytesOfShort(byte tag) {
        if (tag < SHORT_INT || tag >= SHORT_LONG + Long.BYTES) {
            return 0;
        }
        return tag < SHORT_LONG ? tag - SHORT_INT + 1 : tag - SHORT_LONG + 1;
    }

    /** Whether an object may be plain; if not, an attempt to write it would be wasted. */
    public static boolean mayBePlain(Object value) {
        return value == null
                || value instanceof Number
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum<?>
                || value instanceof Handle
                || isOurRecord(value.getClass())
                || Lambdas.isUsersAndSerializable(value.getClass());
    }

    /**
     * Writes a header and an object.
     *
     * @return false if some part of it is not plain; what was written is of no use then
     */
    public boolean write(byte header, Object value) {
        try {
            room(1).put(header);
            return write(value);
        } catch (RefusedException e) {
            // Kryo's refusal says where in the whole it is.
            return false;
        }
    }

    public int length() {
        return out.position();
    }

    public byte[] bytes() {
        return Arrays.copyOf(out.array(), out.position());
    }

    public List<Handle> handles() {
        return handles;
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int wanted = Math.addExact(out.position(), bytes);
            int doubled = (int) Math.min(2L * out.capacity(), Integer.MAX_VALUE - 8);
            out = ByteBuffer.wrap(Arrays.copyOf(out.array(), Math.max(wanted, doubled)))
                    .position(out.position());
        }
        return out;
    }

    private boolean write(Object value) {
        if (value == null) {
            room(1).put(NULL);
        } else if (value instanceof String text) {
            room(1).put(TEXT);
            return writeText(text);
        } else if (value instanceof Handle handle) {
            if (handles.isEmpty()) {
                handles = new ArrayList<>();
            }
            handles.add(handle);
            room(1).put(HANDLE);
            return writeText(handle.handleId());
        } else if (value instanceof Class<?> type) {
            room(1).put(CLASS);
            return !type.isHidden() && writeText(type.getName());
        } else if (value instanceof Enum<?> constant) {
            room(1).put(ENUM);
            return writeText(constant.getDeclaringClass().getName()) && writeText(constant.name());
        } else {
            return writeBoxed(value) || writeComposed(value);
        }
        return true;
    }

    private boolean writeBoxed(Object value) {
        Class<?> type = value.getClass();
        if (type == Integer.class) {
            room(1 + Integer.BYTES).put(INT).putInt((Integer) value);
        } else if (type == Long.class) {
            room(1 + Long.BYTES).put(LONG).putLong((Long) value);
        } else if (type == Boolean.class) {
            room(1).put((Boolean) value ? TRUE : FALSE);
        } else if (type == Double.class) {
            room(1 + Double.BYTES).put(DOUBLE).putLong(Double.doubleToRawLongBits((Double) value));
        } else if (type == Float.class) {
            room(1 + Float.BYTES).put(FLOAT).putInt(Float.floatToRawIntBits((Float) value));
        } else if (type == Short.class) {
            room(1 + Short.BYTES).put(SHORT).putShort((Short) value);
        } else if (type == Byte.class) {
            room(1 + Byte.BYTES).put(BYTE).put((Byte) value);
        } else if (type == Character.class) {
            room(1 + Character.BYTES).put(CHAR).putChar((Character) value);
        } else {
            return false;
        }
        return true;
    }

    private boolean writeComposed(Object value) {
        Class<?> type = value.getClass();
        // There is only one empty list in a JVM.
        if (value != List.of() && isSecond(value)) {
            return false;
        }
        if (Lambdas.isUsersAndSerializable(type)) {
            return writeLambda(Lambdas.formOf(value));
        }
        if (isOurRecord(type)) {
            room(1).put(RECORD);
            return writeText(type.getName()) && writeAll(components(value));
        }
        if (value instanceof List<?> list && type.getName().startsWith("java.util.ImmutableCollections$List")) {
            room(1).put(LIST);
            // Reading makes a list that has no nulls.
            return !list.stream().anyMatch(Objects::isNull) && writeAll(list);
        }
        return false;
    }

    private boolean isSecond(Object value) {
        if (seen == null) {
            seen = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        return !seen.add(value);
    }

    private boolean writeLambda(SerializedLambda form) {
        List<Object> captured = new ArrayList<>();
        for (int i = 0; i < form.getCapturedArgCount(); i++) {
            captured.add(form.getCapturedArg(i));
        }
        room(1).put(LAMBDA);
        room(1).put((byte) form.getImplMethodKind());
        return writeText(form.getCapturingClass())
                && writeText(form.getFunctionalInterfaceClass())
                && writeText(form.getFunctionalInterfaceMethodName())
                && writeText(form.getFunctionalInterfaceMethodSignature())
                && writeText(form.getImplClass())
                && writeText(form.getImplMethodName())
                && writeText(form.getImplMethodSignature())
                && writeText(form.getInstantiatedMethodType())
                && writeAll(captured);
    }

    private boolean writeAll(List<?> values) {
        room(Integer.BYTES).putInt(values.size());
        for (Object value : values) {
            if (!write(value)) {
                return false;
            }
        }
        return true;
    }

    /** Half a surrogate pair has no UTF-8. */
    private boolean writeText(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + utf8.length).putInt(utf8.length).put(utf8);
        return true;
    }

    static boolean isOurRecord(Class<?> type) {
        return type.isRecord() && type.getName().startsWith(OUR_PACKAGES);
    }

    private static List<Object> components(Object record) {
        List<Object> values = new ArrayList<>();
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                Field field = record.getClass().getDeclaredField(component.getName());
                field.setAccessible(true);
                values.add(field.get(record));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a record of ours: " + record.getClass(), e);
        }
        return values;
    }

    static Constructor<?> constructorOf(Class<?> type) throws NoSuchMethodException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor;
    }
}
