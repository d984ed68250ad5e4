package dev.multiprocess.internal.objects;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Decides how objects of a class are written; the same in every JVM, as it looks at nothing but the class.
 *
 * <ol>
 *   <li>Handles, throwables, lambdas, proxies and paths each have one serializer for all their classes.
 *   <li>The JDK's classes: those with a serializer of their own (registered, see {@code TransferKryo}); then those that
 *       are {@code Serializable}, by Java serialization; then views of collections, as a copy; the rest is refused.
 *   <li>All other classes: by their fields, or by Java serialization if they have hooks for it or inherit state from
 *       the JDK.
 * </ol>
 */
public final class TypeRules {

    private static final Class<?> JAVA_STREAM = Serializable.class;

    /** The first type that matches wins. */
    private static final Map<Class<?>, Class<?>> COPIES = new LinkedHashMap<>();

    static {
        COPIES.put(Charset.class, Charset.class);
        COPIES.put(ByteBuffer.class, ByteBuffer.class);
        COPIES.put(Map.Entry.class, AbstractMap.SimpleEntry.class);
        COPIES.put(SortedMap.class, TreeMap.class);
        COPIES.put(Map.class, LinkedHashMap.class);
        COPIES.put(SortedSet.class, TreeSet.class);
        COPIES.put(Set.class, LinkedHashSet.class);
        COPIES.put(Queue.class, ArrayDeque.class);
        COPIES.put(Collection.class, ArrayList.class);
    }

    private TypeRules() {}

    /**
     * Returns the registered class under which a class is written.
     *
     * @return {@code type} itself if it has a serializer of its own
     */
    public static Class<?> writtenAs(Class<?> type) {
        if (Handle.class.isAssignableFrom(type)) {
            return Handle.class;
        } else if (Throwable.class.isAssignableFrom(type)) {
            return Throwable.class;
        } else if (Lambdas.isLambda(type)) {
            return lambdaWrittenAs(type);
        } else if (Proxy.isProxyClass(type)) {
            return Proxy.class;
        } else if (Path.class.isAssignableFrom(type)) {
            return Path.class;
        } else if (Enum.class.isAssignableFrom(type) || type.isArray() || Refusals.known(type) != null) {
            return type;
        } else if (Fields.isJdk(type)) {
            return jdkWrittenAs(type);
        } else {
            return JavaHooks.rule(type) ? JAVA_STREAM : type;
        }
    }

    private static Class<?> lambdaWrittenAs(Class<?> type) {
        if (!Serializable.class.isAssignableFrom(type)) {
            return type;
        }
        // Only Java serialization may ask the JDK's own lambdas, as from Comparator.comparing, for their parts.
        return Fields.isJdk(type) ? JAVA_STREAM : SerializedLambda.class;
    }

    private static Class<?> jdkWrittenAs(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        if (type == Object.class) {
            return type;
        } else if (type.getName().startsWith("java.util.ImmutableCollections$")) {
            return List.class.isAssignableFrom(type)
                    ? List.class
                    : Set.class.isAssignableFrom(type) ? Set.class : Map.class;
        } else if (type == Map.entry(0, 0).getClass()) {
            return Map.Entry.class;
        } else if ((outer == TreeMap.class || outer == ConcurrentSkipListMap.class)
                && Map.class.isAssignableFrom(type)) {
            // headMap and its like are Serializable, but would take the whole map along.
            return outer;
        } else if (Serializable.class.isAssignableFrom(type)) {
            return JAVA_STREAM;
        }
        return COPIES.entrySet().stream()
                .filter(copy -> copy.getKey().isAssignableFrom(type))
                .findFirst()
                .<Class<?>>map(Map.Entry::getValue)
                .orElse(type);
    }
}
