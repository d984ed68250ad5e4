package dev.multiprocess.internal.serial;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Makes nested structures of values that are equal by their contents. */
final class RandomValues {

    private RandomValues() {}

    /** @param depth how deep containers are nested at most */
    static Object next(Random random, int depth) {
        return depth == 0 || random.nextInt(4) == 0 ? leaf(random) : container(random, depth - 1);
    }

    private static Object leaf(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextLong();
            case 2 -> random.nextDouble();
            case 3 -> Integer.toString(random.nextInt(), 36);
            case 4 -> Shapes.Color.values()[random.nextInt(2)];
            case 5 -> new Shapes.Point(random.nextInt(), random.nextInt());
            case 6 -> new BigInteger(random.nextInt(200), random);
            case 7 -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1000));
            default -> new UUID(random.nextLong(), random.nextLong());
        };
    }

    private static Object container(Random random, int depth) {
        List<Object> parts = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            parts.add(next(random, depth));
        }
        return switch (random.nextInt(10)) {
            case 0 -> parts;
            case 1 -> List.copyOf(parts);
            case 2 -> new HashSet<>(parts);
            case 3 -> Set.copyOf(parts);
            case 4 -> new LinkedList<>(parts);
            case 5 -> Collections.unmodifiableList(parts);
            case 6 -> Optional.of(parts);
            case 7 -> map(parts, new HashMap<>());
            case 8 -> map(parts, new TreeMap<>());
            default -> new Shapes.Box<>(parts.isEmpty() ? null : parts.get(0), parts);
        };
    }

    private static Map<String, Object> map(List<Object> parts, Map<String, Object> map) {
        for (Object part : parts) {
            map.put("key " + map.size(), part);
        }
        return map;
    }
}
