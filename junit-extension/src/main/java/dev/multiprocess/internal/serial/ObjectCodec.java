package dev.multiprocess.internal.serial;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.NotTransferableException;
import dev.multiprocess.SerializationCustomizer;
import dev.multiprocess.internal.kryo.FieldMessages;
import dev.multiprocess.internal.kryo.TransferKryo;
import dev.multiprocess.internal.objects.DeepStack;
import dev.multiprocess.internal.objects.GuardedThrowable;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.objects.HandleResolver;
import dev.multiprocess.internal.objects.RefusalTexts;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import dev.multiprocess.internal.plain.PlainForm;
import dev.multiprocess.internal.plain.PlainReader;
import java.lang.invoke.SerializedLambda;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Turns objects into bytes and back, the same way in the test JVM and in every child. Thread-safe.
 *
 * <p>Each message can be read alone, by any other serializer that has the same customizers and whose loader knows its
 * classes. The object written is not changed, and a later change to it is not seen by the reader of the bytes. An
 * object that is part of another in several places, or of itself, is so in the copy too. What cannot cross is refused
 * when it is written; {@code docs/guide/serialization.md} has the list.
 *
 * <pre>
 *   0        1                    length
 *   +--------+--------------------+
 *   | form   | object             |
 *   +--------+--------------------+
 *   form: 0 by Kryo; 1 by Kryo, and reading needs a deeper stack than a thread usually has; 2 plain, see PlainForm.
 * </pre>
 */
public final class ObjectCodec implements FieldMessages {

    private static final byte SHALLOW = 0;
    private static final byte DEEP = 1;
    private static final byte PLAIN = 2;

    /** A depth that every thread's stack allows. */
    private static final int SHALLOW_DEPTH = 256;

    private static final Consumer<Handle> UNSEEN = new Consumer<>() {
        @Override
        public void accept(Handle handle) {}
    };

    private final List<SerializationCustomizer> customizers;
    private final HandleResolver handles;
    private final ClassLoader loader;
    private final int maxBytes;

    /** One codec within reach of an atomic exchange, and the others for when it is in use. */
    private final AtomicReference<Codec> nearest = new AtomicReference<>();

    private final Queue<Codec> others = new ConcurrentLinkedQueue<>();

    /**
     * Sets up a serializer.
     *
     * @param customizers applied in this order; must be the same on the other side
     * @param handles finds what stands for a {@link Handle} that is read
     * @param loader knows the classes of the objects that are read
     * @param maxBytes the largest message {@link #write} may return, at least 1
     * @throws MultiProcessConfigurationException if a customizer fails
     */
    public ObjectCodec(
            List<SerializationCustomizer> customizers, HandleResolver handles, ClassLoader loader, int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1: maxBytes=" + maxBytes);
        }
        this.customizers = List.copyOf(customizers);
        this.handles = Objects.requireNonNull(handles, "handles");
        this.loader = Objects.requireNonNull(loader, "loader");
        this.maxBytes = maxBytes;
        if (!customizers.isEmpty()) {
            // Without any, Kryo is set up when something first needs it.
            try {
                nearest.set(newCodec());
            } catch (RuntimeException | LinkageError e) {
                throw new MultiProcessConfigurationException("a SerializationCustomizer failed: " + e, e);
            }
        }
    }

    /**
     * Returns which customizers are applied here, so that another JVM can apply them too.
     *
     * @return names of their classes, in order
     */
    public List<String> customizerNames() {
        return customizers.stream().map(each -> each.getClass().getName()).toList();
    }

    /**
     * Returns whether an object is nothing but bytes, so that a caller that copies these need not write it here.
     *
     * @param value any object, or {@code null}
     * @return true for an array of bytes that fits a message, unless there is a customizer, which may write it
     *     differently
     */
    public boolean isRaw(Object value) {
        return value instanceof byte[] bytes && bytes.length < maxBytes && customizers.isEmpty();
    }

    /** Returns how many bytes a message may have. */
    public int maxBytes() {
        return maxBytes;
    }

    /**
     * Writes an object.
     *
     * @param value any object, or {@code null}
     * @param subject how messages call it, as in {@code element of queue 'orders'}
     * @return the whole message
     * @throws NotTransferableException if a part of it cannot cross, or if it needs more than {@code maxBytes}
     */
    public byte[] write(Object value, String subject) {
        return write(value, subject, UNSEEN);
    }

    /**
     * Writes an object and reports which handles are part of it.
     *
     * @param value any object, or {@code null}
     * @param subject how messages call it, as in {@code element of queue 'orders'}
     * @param seen called for each handle once the whole is written, on this thread, at least once per handle
     * @return the whole message
     * @throws NotTransferableException if a part of it cannot cross, or if it needs more than {@code maxBytes}
     */
    public byte[] write(Object value, String subject, Consumer<Handle> seen) {
        // A customizer may write anything in its own way.
        if (customizers.isEmpty() && PlainForm.mayBePlain(value)) {
            byte[] whole = PlainForm.ofWhole(PLAIN, value);
            if (whole != null && whole.length <= maxBytes) {
                return whole;
            }
            PlainForm plain = new PlainForm();
            if (plain.write(PLAIN, value) && plain.length() <= maxBytes) {
                byte[] bytes = plain.bytes();
                for (Handle handle : plain.handles()) {
                    seen.accept(handle);
                }
                return bytes;
            }
        }
        return writeByKryo(value, subject, seen);
    }

    /**
     * Writes what was thrown, or as much of it as can be; whatever it is, something can be read.
     *
     * @param thrown any throwable
     * @param subject how messages call it
     * @return the whole message; longer than {@code maxBytes} if that is not enough for a name
     */
    public byte[] writeThrown(Throwable thrown, String subject) {
        try {
            return write(thrown, subject);
        } catch (RuntimeException | Error e) {
            // Its own text says more than why it cannot cross.
            return writeStandIn(thrown, subject);
        }
    }

    private byte[] writeStandIn(Throwable thrown, String subject) {
        try {
            return write(GuardedThrowable.standIn(thrown), subject);
        } catch (RuntimeException | Error e) {
            ObjectCodec enough = new ObjectCodec(List.of(), handles, loader, Integer.MAX_VALUE);
            return enough.write(GuardedThrowable.nameOf(thrown), subject);
        }
    }

    /**
     * Returns what a throwable prints.
     *
     * @param throwable any, also one whose own code for that fails
     * @return its class at least
     */
    public static String textOf(Throwable throwable) {
        return GuardedThrowable.textOf(throwable);
    }

    private byte[] writeByKryo(Object value, String subject, Consumer<Handle> seen) {
        Codec codec = borrow();
        byte[] bytes;
        try {
            bytes = codec.write(SHALLOW, value, SHALLOW_DEPTH, 0);
        } catch (StackOverflowError e) {
            return writeDeep(value, subject, seen);
        } catch (RuntimeException | LinkageError e) {
            RefusalTexts.throwIfOutOfMemory(e);
            if (RefusalTexts.isTooDeep(e)) {
                return writeDeep(value, subject, seen);
            }
            throw refused(value, subject, e);
        }
        List<Handle> written = codec.takeHandles();
        giveBack(codec);
        written.forEach(seen);
        return bytes;
    }

    private byte[] writeDeep(Object value, String subject, Consumer<Handle> seen) {
        Codec codec = newCodec();
        byte[] bytes;
        try {
            bytes = DeepStack.run(() -> codec.write(DEEP, value, Integer.MAX_VALUE, 0));
        } catch (StackOverflowError e) {
            throw RefusalTexts.tooDeepToWrite(value, subject, e);
        } catch (RuntimeException | LinkageError e) {
            RefusalTexts.throwIfOutOfMemory(e);
            throw refused(value, subject, e);
        }
        codec.takeHandles().forEach(seen);
        return bytes;
    }

    /**
     * Writes what a field of a throwable refers to, as a message of its own.
     *
     * @param level how many throwables contain it in their fields
     * @return no bytes if it cannot cross
     * @throws StackOverflowError if this thread's stack is too small for it
     */
    @Override
    public byte[] writeField(Object value, int level, Consumer<Handle> seen) {
        Codec codec = borrow();
        byte[] bytes;
        try {
            bytes = codec.write(SHALLOW, value, SHALLOW_DEPTH, level);
        } catch (RuntimeException | LinkageError e) {
            // The throwable crosses without it.
            return new byte[0];
        }
        codec.takeHandles().forEach(seen);
        giveBack(codec);
        return bytes;
    }

    private NotTransferableException refused(Object value, String subject, Throwable failure) {
        if (!RefusalTexts.isTooLarge(failure)) {
            return RefusalTexts.refused(value, subject, failure);
        }
        Codec counter = newCodec();
        try {
            return RefusalTexts.tooLarge(value, subject, DeepStack.run(() -> counter.measure(value)), maxBytes);
        } catch (RuntimeException | StackOverflowError e) {
            return RefusalTexts.refused(value, subject, e);
        }
    }

    /**
     * Reads an object. Trusts the bytes: those that are cut short or damaged are reported, but those that were changed
     * on purpose can make any object of any class, by Java serialization also one that is too large or never complete.
     *
     * @param bytes what {@link #write} returned
     * @return a copy of what was written
     * @throws UnreadableObjectException if a class is unknown here, or the bytes are not such a message
     */
    @Override
    public Object read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }

    /**
     * Reads an object from a part of an array.
     *
     * @param bytes contains what {@link #write} returned
     * @param offset of its first byte
     * @param length all of it
     * @return a copy of what was written
     * @throws UnreadableObjectException if a class is unknown here, or the bytes are not such a message
     */
    public Object read(byte[] bytes, int offset, int length) {
        return read(bytes, offset, length, null);
    }

    /**
     * Reads an object that is a lambda, or contains one before all else, and turns that lambda into something else.
     *
     * @param bytes what {@link #write} returned
     * @param maker makes it from the lambda's parts, or leaves the lambda as it is; not called where Kryo has written
     *     the message
     * @return a copy of what was written, except for that lambda
     * @throws UnreadableObjectException if a class is unknown here, or the bytes are not such a message
     */
    public Object read(byte[] bytes, Function<SerializedLambda, Optional<Object>> maker) {
        return read(bytes, 0, bytes.length, maker);
    }

    private Object read(byte[] bytes, int offset, int length, Function<SerializedLambda, Optional<Object>> taskMaker) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0 || bytes[offset] < SHALLOW || bytes[offset] > PLAIN) {
            throw new UnreadableObjectException("the bytes are not a message of this serializer", null);
        }
        if (bytes[offset] == PLAIN) {
            Number number = length > 1 ? PlainReader.shortNumber(bytes, offset + 1, length - 1) : null;
            if (number != null) {
                return number;
            }
            return new PlainReader(ByteBuffer.wrap(bytes, offset + 1, length - 1), handles, loader, taskMaker)
                    .readWhole();
        }
        if (bytes[offset] == SHALLOW) {
            Codec codec = borrow();
            try {
                Object value = codec.read(bytes, offset + 1, length - 1);
                giveBack(codec);
                return value;
            } catch (StackOverflowError e) {
                // The caller has used up most of its stack; the codec is lost, as it may have stopped anywhere.
            } catch (RuntimeException | LinkageError e) {
                RefusalTexts.throwIfOutOfMemory(e);
                if (!RefusalTexts.hasOverflown(e)) {
                    throw RefusalTexts.unreadable(e);
                }
            }
        }
        return readDeep(bytes, offset, length);
    }

    private Object readDeep(byte[] bytes, int offset, int length) {
        Codec codec = newCodec();
        try {
            return DeepStack.run(() -> codec.read(bytes, offset + 1, length - 1));
        } catch (StackOverflowError e) {
            throw RefusalTexts.tooDeepToRead(e);
        } catch (RuntimeException | LinkageError e) {
            RefusalTexts.throwIfOutOfMemory(e);
            throw RefusalTexts.unreadable(e);
        }
    }

    private Codec borrow() {
        Codec codec = nearest.getAndSet(null);
        if (codec == null) {
            codec = others.poll();
        }
        return codec != null ? codec : newCodec();
    }

    private void giveBack(Codec codec) {
        if (!nearest.compareAndSet(null, codec)) {
            others.add(codec);
        }
    }

    private Codec newCodec() {
        return new Codec(new TransferKryo(this, handles, loader, customizers), maxBytes);
    }
}
