package dev.multiprocess.internal.plain;

import dev.multiprocess.internal.objects.ClassNames;
import dev.multiprocess.internal.objects.HandleResolver;
import dev.multiprocess.internal.objects.Handles;
import dev.multiprocess.internal.objects.Lambdas;
import dev.multiprocess.internal.objects.RefusalTexts;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what {@link PlainForm} wrote. */
public final class PlainReader {

    private final ByteBuffer in;
    private final HandleResolver handles;
    private final ClassLoader loader;

    /** Makes the next lambda, unless something else comes first; {@code null} if the lambda itself is wanted. */
    private Function<SerializedLambda, Optional<Object>> taskMaker;

    public PlainReader(
            ByteBuffer in,
            HandleResolver handles,
            ClassLoader loader,
            Function<SerializedLambda, Optional<Object>> taskMaker) {
        this.in = in;
        this.handles = handles;
        this.loader = loader;
        this.taskMaker = taskMaker;
    }

    /** Reads the one object that fills the bytes. */
    public Object readWhole() {
        Object value;
        try {
            value = read();
        } catch (BufferUnderflowException e) {
            throw new UnreadableObjectException("the message is cut short", e);
        }
        if (in.hasRemaining()) {
            throw new UnreadableObjectException(
                    "the object ends " + in.remaining() + " bytes before the message does", null);
        }
        return value;
    }

    private Object read() {
        byte tag = in.get();
        if (tag != PlainForm.LAMBDA && tag != PlainForm.RECORD) {
            taskMaker = null;
        }
        return switch (tag) {
            case PlainForm.NULL -> null;
            case PlainForm.FALSE -> false;
            case PlainForm.TRUE -> true;
            case PlainForm.INT -> in.getInt();
            case PlainForm.LONG -> in.getLong();
            case PlainForm.DOUBLE -> Double.longBitsToDouble(in.getLong());
            case PlainForm.FLOAT -> Float.intBitsToFloat(in.getInt());
            case PlainForm.SHORT -> in.getShort();
            case PlainForm.BYTE -> in.get();
            case PlainForm.CHAR -> in.getChar();
            case PlainForm.TEXT -> text();
            case PlainForm.HANDLE -> Handles.resolve(handles, text());
            case PlainForm.CLASS -> type(text());
            case PlainForm.LIST -> list();
            case PlainForm.LAMBDA -> lambda();
            case PlainForm.RECORD -> record();
            case PlainForm.ENUM -> constant();
            default -> shortNumber(tag);
        };
    }

    private Number shortNumber(byte tag) {
        int bytes = PlainForm.bytesOfShort(tag);
        if (bytes == 0) {
            throw new UnreadableObjectException("the message has an unknown tag: " + tag, null);
        }
        long number = in.get();
        for (int i = 1; i < bytes; i++) {
            number = number << Byte.SIZE | in.get() & 0xFF;
        }
        return boxed(tag, number);
    }

    /** Reads a message that is just a short number, without a reader; {@code null} if it is none. */
    public static Number shortNumber(byte[] message, int offset, int length) {
        byte tag = message[offset];
        int bytes = PlainForm.bytesOfShort(tag);
        if (bytes == 0 || length != 1 + bytes) {
            return null;
        }
        long number = message[offset + 1];
        for (int i = 2; i <= bytes; i++) {
            number = number << Byte.SIZE | message[offset + i] & 0xFF;
        }
        return boxed(tag, number);
    }

    private static Number boxed(byte tag, long number) {
        // Not by a conditional expression, which would make both of them a long.
        if (tag < PlainForm.SHORT_LONG) {
            return (int) number;
        }
        return number;
    }

    private String text() {
        byte[] utf8 = new byte[count(1)];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** How many there are; a count that the bytes cannot hold is refused before memory is taken for it. */
    private int count(int bytesOfEach) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / bytesOfEach) {
            throw new BufferUnderflowException();
        }
        return count;
    }

    private Object[] all() {
        Object[] values = new Object[count(1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = read();
        }
        return values;
    }

    private List<Object> list() {
        Object[] values = all();
        for (Object value : values) {
            if (value == null) {
                throw new UnreadableObjectException("the message has a list with a null, which it must not have", null);
            }
        }
        return List.of(values);
    }

    private Class<?> type(String name) {
        try {
            return ClassNames.find(name, loader);
        } catch (ClassNotFoundException e) {
            throw RefusalTexts.unknownClass(name, e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object constant() {
        Class type = type(text());
        String name = text();
        if (!type.isEnum()) {
            throw new UnreadableObjectException("the message has a constant of what is no enum: " + type, null);
        }
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new UnreadableObjectException("enum " + type.getName() + " has no " + name + " in this JVM", e);
        }
    }

    private Object record() {
        Class<?> type = type(text());
        if (!PlainForm.isOurRecord(type)) {
            throw new UnreadableObjectException("the message has a record that it must not have: " + type, null);
        }
        try {
            return PlainForm.constructorOf(type).newInstance(all());
        } catch (InvocationTargetException e) {
            throw RefusalTexts.refusedByConstructor(type, e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new UnreadableObjectException("record " + type.getName() + " cannot be created", e);
        }
    }

    private Object lambda() {
        int kind = in.get();
        String owner = text();
        Class<?> capturing = type(owner.replace('/', '.'));
        Function<SerializedLambda, Optional<Object>> maker = taskMaker;
        taskMaker = null;
        SerializedLambda form =
                new SerializedLambda(capturing, text(), text(), text(), kind, text(), text(), text(), text(), all());
        Optional<Object> made = maker == null ? Optional.empty() : maker.apply(form);
        return made.isPresent() ? made.get() : Lambdas.rebuild(capturing, form);
    }
}
