package dev.multiprocess.internal.objects;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Java serialization of one object in which chosen parts are replaced by markers: the JDK's own way into its closed
 * classes, and the only one that runs the hooks a class declares for it.
 */
public final class JavaStream {

    private JavaStream() {}

    /** Takes the place of a part that is written elsewhere. */
    public record Marker(int index) implements Serializable {}

    /**
     * Writes one object.
     *
     * @param replace called once for each part; returns the part itself, or a {@link Marker}
     */
    public static byte[] write(Object root, UnaryOperator<Object> replace) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (ObjectOutputStream stream = new Replacing(bytes, replace)) {
            stream.writeObject(root);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads one object.
     *
     * @param resolve called for each marker's index, in the order in which {@code replace} returned them
     */
    public static Object read(byte[] bytes, ClassLoader loader, IntFunction<Object> resolve) throws IOException {
        try (Resolving stream = new Resolving(bytes, loader, resolve)) {
            return stream.readWhole();
        }
    }

    private static final class Replacing extends ObjectOutputStream {

        private final UnaryOperator<Object> replace;

        Replacing(OutputStream bytes, UnaryOperator<Object> replace) throws IOException {
            super(bytes);
            this.replace = replace;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object part) {
            return replace.apply(part);
        }
    }

    private static final class Resolving extends ObjectInputStream {

        /** Few enough to do no harm, and more than a throwable has stack frames, which are not in the stream. */
        private static final int HARMLESS_LENGTH = 1 << 16;

        private final ClassLoader loader;
        private final IntFunction<Object> resolve;
        /** The class of the object; its parts have others. */
        private String first;

        Resolving(byte[] bytes, ClassLoader loader, IntFunction<Object> resolve) throws IOException {
            super(new ByteArrayInputStream(bytes));
            this.loader = loader;
            this.resolve = resolve;
            enableResolveObject(true);
            // A length is a claim: each element takes a byte at least, and so do those of a table that is half empty.
            long most = bytes.length + (long) HARMLESS_LENGTH;
            setObjectInputFilter(ObjectInputFilter.merge(
                    read -> read.arrayLength() > most ? Status.REJECTED : Status.UNDECIDED, getObjectInputFilter()));
        }

        /** Reads the object; what the code of its class throws is reported with the name of that class. */
        Object readWhole() {
            try {
                return readObject();
            } catch (UnreadableObjectException | VirtualMachineError e) {
                throw e;
            } catch (ClassNotFoundException e) {
                throw RefusalTexts.unknownClass(e.getMessage(), e);
            } catch (IOException | RuntimeException | Error e) {
                throw new UnreadableObjectException(
                        "the object of class " + first + " cannot be read, since its own code failed with "
                                + GuardedThrowable.textOf(e),
                        first,
                        e);
            }
        }

        @Override
        protected Object resolveObject(Object part) {
            return part instanceof Marker marker ? resolve.apply(marker.index()) : part;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
            first = first == null ? description.getName() : first;
            // The marker is ours: the loader of the user's classes need not see it.
            return description.getName().equals(Marker.class.getName())
                    ? Marker.class
                    : ClassNames.find(description.getName(), loader);
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
            Class<?>[] types = new Class<?>[interfaces.length];
            for (int i = 0; i < types.length; i++) {
                types[i] = ClassNames.find(interfaces[i], loader);
            }
            return proxy(types, (self, method, arguments) -> null, loader).getClass();
        }
    }

    /** Creates a proxy in the loader of its first interface that is not public, as only that one may define it. */
    public static Object proxy(Class<?>[] interfaces, InvocationHandler handler, ClassLoader loader) {
        for (Class<?> type : interfaces) {
            if (!Modifier.isPublic(type.getModifiers())) {
                return Proxy.newProxyInstance(type.getClassLoader(), interfaces, handler);
            }
        }
        return Proxy.newProxyInstance(loader, interfaces, handler);
    }
}
