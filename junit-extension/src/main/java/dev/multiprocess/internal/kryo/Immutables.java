package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The JDK's containers that never change, each rebuilt from its elements by its own factory. */
final class Immutables {

    private Immutables() {}

    /** Registers each under its interface, as their classes have no names of their own outside the JDK. */
    static void register(Kryo kryo) {
        kryo.register(List.of(0).getClass(), new Elements<List<?>>(List::toArray, List::of));
        kryo.register(List.class, new Elements<>(List::toArray, Immutables::list));
        kryo.register(Set.class, new Elements<Set<?>>(Set::toArray, Set::of));
        kryo.register(Map.class, new Elements<>(Immutables::keysAndValues, Immutables::map));
        kryo.register(Optional.class, new Elements<>(o -> o.stream().toArray(), Immutables::optional));
        kryo.register(Map.Entry.class, entry(Map::entry));
        kryo.register(AbstractMap.SimpleEntry.class, entry(AbstractMap.SimpleEntry::new));
    }

    private static Elements<Map.Entry<?, ?>> entry(BiFunction<Object, Object, Map.Entry<?, ?>> create) {
        return new Elements<>(
                entry -> new Object[] {entry.getKey(), entry.getValue()}, parts -> create.apply(parts[0], parts[1]));
    }

    /** The type of {@code Stream.toList()}, as that may hold nulls and is otherwise the same as {@code List.of}. */
    private static List<?> list(Object[] elements) {
        return Arrays.stream(elements).toList();
    }

    private static Object[] keysAndValues(Map<?, ?> map) {
        Collection<Object> parts = new ArrayList<>(2 * map.size());
        map.forEach((key, value) -> {
            parts.add(key);
            parts.add(value);
        });
        return parts.toArray();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<?, ?> map(Object[] parts) {
        Map.Entry[] entries = new Map.Entry[parts.length / 2];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = Map.entry(parts[2 * i], parts[2 * i + 1]);
        }
        return Map.ofEntries(entries);
    }

    private static Optional<?> optional(Object[] elements) {
        return elements.length == 0 ? Optional.empty() : Optional.of(elements[0]);
    }

    private static final class Elements<T> extends LateSerializer<T> {

        private final Function<T, Object[]> take;
        private final Function<Object[], T> rebuild;

        Elements(Function<T, Object[]> take, Function<Object[], T> rebuild) {
            this.take = take;
            this.rebuild = rebuild;
        }

        @Override
        void writeParts(Kryo kryo, Output output, T container) {
            Object[] elements = take.apply(container);
            output.writeVarInt(elements.length, true);
            for (Object element : elements) {
                kryo.writeClassAndObject(output, element);
            }
        }

        @Override
        public T read(Kryo kryo, Input input, Class<? extends T> type) {
            Object[] elements = new Object[CheckedInput.readCount(input)];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = kryo.readClassAndObject(input);
            }
            return rebuild.apply(elements);
        }
    }
}
