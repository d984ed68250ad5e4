package dev.multiprocess.chaos;

import static java.util.stream.Collectors.joining;

import dev.multiprocess.StartMethod;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The plan of one round, made from random numbers alone.
 *
 * @param number from 1
 * @param seed of all choices in this round
 * @param elements what is put
 * @param capacities of the queues; every process uses all of them
 * @param writers how many places for writers there are
 * @param readers how many places for readers there are
 * @param kills how many processes are killed
 * @param startMethod of all children
 * @param readsToEnd whether readers read until the stream ends, or end before the writers do
 */
record Round(
        int number,
        long seed,
        ElementKind elements,
        List<Integer> capacities,
        int writers,
        int readers,
        int kills,
        StartMethod startMethod,
        boolean readsToEnd) {

    private static final List<StartMethod> METHODS =
            List.of(StartMethod.SPAWN, StartMethod.FORK, StartMethod.FORK_SERVER);

    static Round plan(Settings settings, int number) {
        Random random = new Random(settings.seed() * 1_000_003 + number);
        ElementKind[] kinds = ElementKind.values();
        return new Round(
                number,
                random.nextLong(),
                kinds[(number - 1) % kinds.length],
                Stream.generate(() -> capacity(random))
                        .limit(1 + random.nextInt(4))
                        .toList(),
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                settings.killsIn(number),
                METHODS.get(random.nextInt(METHODS.size())),
                random.nextBoolean());
    }

    private static int capacity(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 1;
            case 1 -> 2 + random.nextInt(9);
            case 2 -> 2 + random.nextInt(1_000);
            default -> Integer.MAX_VALUE;
        };
    }

    @Override
    public String toString() {
        String queues = capacities.stream()
                .map(capacity -> capacity == Integer.MAX_VALUE ? "unbounded" : "" + capacity)
                .collect(joining(", "));
        return "round " + number + ": " + elements + ", queues: " + queues + "; writers: " + writers + ", readers: "
                + readers + ", " + startMethod + ", " + (readsToEnd ? "read to the end" : "readers end first");
    }
}
