package dev.multiprocess.internal.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Where writes are cut. */
class CutsTests {

    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    private static Set<Integer> cuts(long offset, int length, long seed) {
        return Points.cuts(offset, length, new SplittableRandom(seed));
    }

    /** Places strictly within a write that are multiples of a size in the file, found one by one. */
    private static List<Integer> multiples(long offset, int length, int size) {
        List<Integer> found = new ArrayList<>();
        for (int cut = 1; cut < length; cut++) {
            if ((offset + cut) % size == 0) {
                found.add(cut);
            }
        }
        return found;
    }

    @Test
    void cutsOfAnyWrite_areMultiplesInTheFileWithTheFirstTheLastAndAPageIfThereIsOne() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            long offset = offset(random);
            int length = random.nextInt(3) == 0 ? random.nextInt(3 * SECTOR) : random.nextInt(5 * PAGE);
            Set<Integer> cuts = cuts(offset, length, random.nextLong());
            List<Integer> sectors = multiples(offset, length, SECTOR);
            List<Integer> pages = multiples(offset, length, PAGE);

            String write = "seed " + seed + ": " + length + " bytes at " + offset + " cut at " + cuts;
            assertThat(sectors).as(write).containsAll(cuts);
            assertThat(cuts).as(write).hasSizeLessThanOrEqualTo(3);
            assertThat(cuts.isEmpty()).as(write).isEqualTo(sectors.isEmpty());
            if (!sectors.isEmpty()) {
                assertThat(cuts).as(write).contains(sectors.get(0), sectors.get(sectors.size() - 1));
            }
            if (!pages.isEmpty()) {
                assertThat(cuts).as(write).containsAnyElementsOf(pages);
            }
        }
    }

    /** At and around multiples, in small and in large files. */
    private static long offset(Random random) {
        long base = random.nextInt(4) == 0 ? random.nextLong(1L << 50) : random.nextInt(3 * PAGE);
        return switch (random.nextInt(4)) {
            case 0 -> base / PAGE * PAGE;
            case 1 -> base / SECTOR * SECTOR;
            case 2 -> base / SECTOR * SECTOR + SECTOR - 1;
            default -> base;
        };
    }

    @Test
    void writeThatBeginsAndEndsAtMultiples_isNotCutThere() {
        assertThat(cuts(0, 512, 1)).isEmpty();
        assertThat(cuts(512, 1024, 1)).containsExactly(512);
        assertThat(cuts(511, 1, 1)).isEmpty();
        assertThat(cuts(511, 2, 1)).containsExactly(1);
        assertThat(cuts(0, 0, 1)).isEmpty();
    }

    @Test
    void cutBetweenTheFirstAndTheLast_isAnyThatTheSeedDecides() {
        assertThat(cutsOfAllSeeds(0, 8 * SECTOR)).containsExactly(512, 1024, 1536, 2048, 2560, 3072, 3584);
        assertThat(cuts(0, 8 * SECTOR, 3)).isEqualTo(cuts(0, 8 * SECTOR, 3));
    }

    @Test
    void cutAtAPage_isAnyThatTheSeedDecides() {
        // From 100 to 16,484: the first and the last multiple of 512, and four pages.
        assertThat(cutsOfAllSeeds(100, 4 * PAGE)).containsExactly(412, 3996, 8092, 12188, 16284);
    }

    private static Set<Integer> cutsOfAllSeeds(long offset, int length) {
        Set<Integer> all = new TreeSet<>();
        for (int seed = 0; seed < 200; seed++) {
            all.addAll(cuts(offset, length, seed));
        }
        return all;
    }
}
