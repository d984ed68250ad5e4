package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.Function;

/**
 * The JDK's collections and maps that are what they contain and, for the sorted ones, their comparator. They are
 * created empty and then filled, so that their elements may refer back to them.
 */
final class Containers {

    private Containers() {}

    /** Registers each under an id of its own, which must be the same in every JVM: the order matters. */
    static void register(Kryo kryo) {
        register(kryo, ArrayList.class, order -> new ArrayList<>());
        register(kryo, LinkedList.class, order -> new LinkedList<>());
        register(kryo, ArrayDeque.class, order -> new ArrayDeque<>());
        register(kryo, HashSet.class, order -> new HashSet<>());
        register(kryo, LinkedHashSet.class, order -> new LinkedHashSet<>());
        register(kryo, TreeSet.class, TreeSet::new);
        register(kryo, PriorityQueue.class, PriorityQueue::new);
        register(kryo, Vector.class, order -> new Vector<>());
        register(kryo, Stack.class, order -> new Stack<>());
        register(kryo, CopyOnWriteArrayList.class, order -> new CopyOnWriteArrayList<>());
        register(kryo, CopyOnWriteArraySet.class, order -> new CopyOnWriteArraySet<>());
        register(kryo, ConcurrentLinkedQueue.class, order -> new ConcurrentLinkedQueue<>());
        register(kryo, ConcurrentLinkedDeque.class, order -> new ConcurrentLinkedDeque<>());
        register(kryo, ConcurrentSkipListSet.class, ConcurrentSkipListSet::new);
        register(kryo, PriorityBlockingQueue.class, order -> new PriorityBlockingQueue<>(11, order));
        register(kryo, DelayQueue.class, order -> delayQueue());
        registerMap(kryo, HashMap.class, order -> new HashMap<>());
        registerMap(kryo, LinkedHashMap.class, order -> new LinkedHashMap<>());
        registerMap(kryo, TreeMap.class, TreeMap::new);
        registerMap(kryo, Hashtable.class, order -> new Hashtable<>());
        registerMap(kryo, IdentityHashMap.class, order -> new IdentityHashMap<>());
        registerMap(kryo, WeakHashMap.class, order -> new WeakHashMap<>());
        registerMap(kryo, ConcurrentHashMap.class, order -> new ConcurrentHashMap<>());
        registerMap(kryo, ConcurrentSkipListMap.class, ConcurrentSkipListMap::new);
    }

    // Its elements are all of one type that the compiler cannot know here.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Collection<Object> delayQueue() {
        return (Collection) new DelayQueue<>();
    }

    private static void register(
            Kryo kryo, Class<?> type, Function<Comparator<? super Object>, Collection<Object>> create) {
        kryo.register(type, new CollectionSerializer(create));
    }

    private static void registerMap(
            Kryo kryo, Class<?> type, Function<Comparator<? super Object>, Map<Object, Object>> create) {
        kryo.register(type, new MapSerializer(create));
    }

    /** Writes the comparator, the number of elements and the elements of one moment. */
    private static final class CollectionSerializer extends Serializer<Collection<?>> {

        private final Function<Comparator<? super Object>, Collection<Object>> create;

        CollectionSerializer(Function<Comparator<? super Object>, Collection<Object>> create) {
            this.create = create;
        }

        @Override
        public void write(Kryo kryo, Output output, Collection<?> collection) {
            kryo.writeClassAndObject(output, comparator(collection));
            // A copy: another thread may change a concurrent collection while it is written.
            Object[] elements = collection.toArray();
            output.writeVarInt(elements.length, true);
            for (Object element : elements) {
                kryo.writeClassAndObject(output, element);
            }
        }

        @Override
        public Collection<?> read(Kryo kryo, Input input, Class<? extends Collection<?>> type) {
            Collection<Object> collection = create.apply(readComparator(kryo, input));
            kryo.reference(collection);
            for (int left = input.readVarInt(true); left > 0; left--) {
                collection.add(kryo.readClassAndObject(input));
            }
            return collection;
        }

        private static Comparator<?> comparator(Collection<?> collection) {
            if (collection instanceof SortedSet<?> set) {
                return set.comparator();
            } else if (collection instanceof PriorityQueue<?> queue) {
                return queue.comparator();
            } else {
                return collection instanceof PriorityBlockingQueue<?> queue ? queue.comparator() : null;
            }
        }
    }

    /** Writes the comparator, the number of entries and the entries of one moment. */
    private static final class MapSerializer extends Serializer<Map<?, ?>> {

        private final Function<Comparator<? super Object>, Map<Object, Object>> create;

        MapSerializer(Function<Comparator<? super Object>, Map<Object, Object>> create) {
            this.create = create;
        }

        @Override
        public void write(Kryo kryo, Output output, Map<?, ?> map) {
            kryo.writeClassAndObject(output, map instanceof SortedMap<?, ?> sorted ? sorted.comparator() : null);
            ArrayList<Object> entries = new ArrayList<>(2 * map.size());
            map.forEach((key, value) -> {
                entries.add(key);
                entries.add(value);
            });
            output.writeVarInt(entries.size() / 2, true);
            for (Object part : entries) {
                kryo.writeClassAndObject(output, part);
            }
        }

        @Override
        public Map<?, ?> read(Kryo kryo, Input input, Class<? extends Map<?, ?>> type) {
            Map<Object, Object> map = create.apply(readComparator(kryo, input));
            kryo.reference(map);
            for (int left = input.readVarInt(true); left > 0; left--) {
                Object key = kryo.readClassAndObject(input);
                map.put(key, kryo.readClassAndObject(input));
            }
            return map;
        }
    }

    // A comparator of any type is written, and the collection it is given to holds what it compared before.
    @SuppressWarnings("unchecked")
    private static Comparator<? super Object> readComparator(Kryo kryo, Input input) {
        return (Comparator<? super Object>) kryo.readClassAndObject(input);
    }
}
