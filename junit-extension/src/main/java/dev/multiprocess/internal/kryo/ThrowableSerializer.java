package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.multiprocess.internal.objects.DeepStack;
import dev.multiprocess.internal.objects.Fields;
import dev.multiprocess.internal.objects.GuardedThrowable;
import dev.multiprocess.internal.objects.JavaStream;
import dev.multiprocess.internal.objects.ThrowableStandIn;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Writes any throwable that is not too large; refuses none for what it holds, as losing a failure is worse than losing
 * a field of it.
 *
 * <p>First comes what every throwable has: its text, message, stack trace, cause and suppressed ones. Then its <em>
 * body</em>, which has its class and fields, opaque so that a JVM that cannot read it continues after it. Rebuilding
 * uses Java serialization, since that alone sets the private fields of {@code Throwable} without a constructor and
 * without {@code --add-opens}. In it, what came first is replaced by markers, and each field of a type that is not the
 * JDK's by a message of its own; a field that cannot cross becomes {@code null}, as does one too many levels of
 * throwables down. If the result does not print the original's text, or nothing can be rebuilt, a
 * {@link ThrowableStandIn} takes its place.
 */
final class ThrowableSerializer extends LateSerializer<Throwable> {

    private static final int STACK = 0;
    private static final int CAUSE = 1;
    private static final int FIRST_SUPPRESSED = 2;

    /** A throwable in a field of a throwable may have such fields too, and one that refers back always has. */
    private static final int MAX_LEVEL = 3;

    /** No one reads a longer chain; one that makes itself another cause each time never ends. */
    private static final int MOST_CAUSES = 100;

    private static final byte[] NOTHING = {};

    private final FieldMessages fields;
    private final HandleSerializer handles;

    /** How many throwables are being written, each as a part of the previous one. */
    private int depth;

    /**
     * @param fields writes the fields of throwables, each for itself
     * @param handles receives the handles in them
     */
    ThrowableSerializer(FieldMessages fields, HandleSerializer handles) {
        this.fields = fields;
        this.handles = handles;
    }

    @Override
    void writeParts(Kryo kryo, Output output, Throwable throwable) {
        StackTraceElement[] told = GuardedThrowable.guarded(throwable::getStackTrace);
        StackTraceElement[] stack = told != null ? told : new StackTraceElement[0];
        Throwable cause = depth < MOST_CAUSES ? GuardedThrowable.guarded(throwable::getCause) : null;
        Throwable[] suppressed = throwable.getSuppressed();

        output.writeString(GuardedThrowable.textOf(throwable));
        output.writeString(GuardedThrowable.guarded(throwable::getMessage));
        kryo.writeClassAndObject(output, stack);
        // Not reset if one of them fails: what has failed is not used again.
        depth++;
        kryo.writeClassAndObject(output, cause);
        output.writeVarInt(suppressed.length, true);
        for (Throwable one : suppressed) {
            kryo.writeClassAndObject(output, one);
        }
        depth--;
        writeBody(((TransferKryo) kryo).level(), output, throwable, stack, cause, suppressed);
    }

    private void writeBody(
            int level,
            Output output,
            Throwable throwable,
            StackTraceElement[] stack,
            Throwable cause,
            Throwable[] suppressed) {
        List<byte[]> messages = new ArrayList<>();
        byte[] stream;
        try {
            stream = JavaStream.write(throwable, part -> {
                if (part == throwable || part == null) {
                    return part;
                } else if (part == cause) {
                    return new JavaStream.Marker(CAUSE);
                } else if (indexOf(part, suppressed) >= 0) {
                    return new JavaStream.Marker(FIRST_SUPPRESSED + indexOf(part, suppressed));
                } else if (part instanceof StackTraceElement[] trace && Arrays.equals(trace, stack)) {
                    return new JavaStream.Marker(STACK);
                } else if (part instanceof Enum || part instanceof Serializable && Fields.isJdk(part.getClass())) {
                    return part;
                }
                messages.add(level == MAX_LEVEL ? NOTHING : fields.writeField(part, level + 1, handles::remember));
                return new JavaStream.Marker(FIRST_SUPPRESSED + suppressed.length + messages.size() - 1);
            });
        } catch (IOException | RuntimeException | Error e) {
            DeepStack.requireDeepest(e);
            // The reader makes a stand-in from the rest; the throwable's text says more than this failure would.
            stream = NOTHING;
            messages.clear();
        }
        writeBytes(output, stream);
        output.writeVarInt(messages.size(), true);
        messages.forEach(message -> writeBytes(output, message));
    }

    @Override
    public Throwable read(Kryo kryo, Input input, Class<? extends Throwable> type) {
        String text = input.readString();
        String message = input.readString();
        StackTraceElement[] stack = (StackTraceElement[]) kryo.readClassAndObject(input);
        Throwable cause = (Throwable) kryo.readClassAndObject(input);
        Throwable[] suppressed = new Throwable[CheckedInput.readCount(input)];
        for (int i = 0; i < suppressed.length; i++) {
            suppressed[i] = (Throwable) kryo.readClassAndObject(input);
        }
        byte[] stream = readBytes(input);
        byte[][] messages = new byte[CheckedInput.readCount(input)][];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = readBytes(input);
        }

        Throwable rebuilt = rebuild(stream, kryo.getClassLoader(), index -> {
            if (index == STACK) {
                return stack;
            } else if (index == CAUSE) {
                return cause;
            } else if (index < FIRST_SUPPRESSED + suppressed.length) {
                return suppressed[index - FIRST_SUPPRESSED];
            }
            return field(messages[index - FIRST_SUPPRESSED - suppressed.length]);
        });
        if (rebuilt != null && isLike(rebuilt, text)) {
            return rebuilt;
        }
        // The text of a null pointer found by the JVM is in none of its fields.
        Throwable other = rebuilt != null && rebuilt.getClass() == NullPointerException.class
                ? new NullPointerException(message)
                : new ThrowableStandIn(text, message);
        other.setStackTrace(stack);
        other.initCause(cause);
        for (Throwable one : suppressed) {
            other.addSuppressed(one);
        }
        return other;
    }

    private static Throwable rebuild(byte[] stream, ClassLoader loader, IntFunction<Object> parts) {
        if (stream.length == 0) {
            return null;
        }
        try {
            return (Throwable) JavaStream.read(stream, loader, parts);
        } catch (IOException | RuntimeException | Error e) {
            DeepStack.requireDeepest(e);
            // Unknown or different here, or its own code fails: the stand-in says what it was.
            return null;
        }
    }

    private Object field(byte[] message) {
        try {
            return message.length == 0 ? null : fields.read(message);
        } catch (UnreadableObjectException e) {
            // As for a field that could not be written: the type is worth more than the field.
            return null;
        }
    }

    /** Whether a rebuilt throwable prints the same, and nothing that is called to show it fails or never ends. */
    private static boolean isLike(Throwable rebuilt, String text) {
        Boolean alike = GuardedThrowable.guarded(() -> {
            rebuilt.getMessage();
            rebuilt.getLocalizedMessage();
            rebuilt.setStackTrace(rebuilt.getStackTrace());
            return text.equals(rebuilt.toString()) && hasEnd(rebuilt);
        });
        return alike != null && alike;
    }

    private static boolean hasEnd(Throwable throwable) {
        Throwable next = throwable.getCause();
        int causes = 0;
        while (next != null && next != throwable && causes <= MOST_CAUSES) {
            next = next.getCause();
            causes++;
        }
        return causes <= MOST_CAUSES;
    }

    private static int indexOf(Object object, Object[] objects) {
        for (int i = 0; i < objects.length; i++) {
            if (objects[i] == object) {
                return i;
            }
        }
        return -1;
    }

    private static void writeBytes(Output output, byte[] bytes) {
        output.writeVarInt(bytes.length, true);
        output.writeBytes(bytes);
    }

    private static byte[] readBytes(Input input) {
        return input.readBytes(input.readVarInt(true));
    }
}
