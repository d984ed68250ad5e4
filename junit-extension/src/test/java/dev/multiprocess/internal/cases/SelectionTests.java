package dev.multiprocess.internal.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An even choice. */
class SelectionTests {

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void fewEnough_areAllChosen() {
        assertThat(Selection.evenly(numbers(5), 5, 1)).isEqualTo(numbers(5));
        assertThat(Selection.evenly(numbers(5), 6, 1)).isEqualTo(numbers(5));
        assertThat(Selection.evenly(numbers(5), Integer.MAX_VALUE, 1)).isEqualTo(numbers(5));
        assertThat(Selection.evenly(List.of(), 3, 1)).isEmpty();
    }

    @Test
    void none_isChosenOfNoPart() {
        assertThat(Selection.evenly(numbers(5), 0, 1)).isEmpty();
    }

    @Test
    void tooMany_areChosenOneOfEachOfEqualParts() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            int count = 1 + random.nextInt(200);
            int most = random.nextInt(count) + 1;
            List<Integer> chosen = Selection.evenly(numbers(count), most, random.nextLong());

            assertThat(chosen).as("seed %s, %s of %s", seed, most, count).hasSize(most);
            for (int part = 0; part < most; part++) {
                // Without the function under test: part of most, rounded down.
                assertThat(chosen.get(part))
                        .as("seed %s, part %s of %s of %s", seed, part, most, count)
                        .isBetween(part * count / most, (part + 1) * count / most - 1);
            }
        }
    }

    @Test
    void seed_decidesWhichOfAPart() {
        Set<Integer> first = new HashSet<>();
        Set<List<Integer>> all = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            List<Integer> chosen = Selection.evenly(numbers(10), 2, seed);
            assertThat(chosen).isEqualTo(Selection.evenly(numbers(10), 2, seed));
            first.add(chosen.get(0));
            all.add(chosen);
        }
        assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(all).as("parts are decided independently").hasSizeGreaterThan(15);
    }

    @Test
    void parts_coverAllAndDifferByAtMostOne() {
        for (int parts = 1; parts <= 30; parts++) {
            List<Integer> sizes = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                sizes.add(Selection.quota(100, part + 1, parts) - Selection.quota(100, part, parts));
            }
            assertThat(sizes.stream().mapToInt(each -> each).sum()).isEqualTo(100);
            assertThat(sizes).allMatch(each -> each == sizes.get(0) || Math.abs(each - sizes.get(0)) == 1);
        }
        assertThat(Selection.quota(Integer.MAX_VALUE, 2, 2))
                .as("does not overflow")
                .isEqualTo(Integer.MAX_VALUE);
    }
}
