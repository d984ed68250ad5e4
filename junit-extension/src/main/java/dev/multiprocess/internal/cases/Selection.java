package dev.multiprocess.internal.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Chooses evenly: one of each of so many equal parts. */
public final class Selection {

    private Selection() {}

    /**
     * Chooses some of a list.
     *
     * @param most how many
     * @param seed which one of each part
     * @return all if they are not too many; in their order
     */
    public static <T> List<T> evenly(List<T> all, int most, long seed) {
        if (all.size() <= most) {
            return all;
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<T> chosen = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            int from = quota(all.size(), i, most);
            int to = quota(all.size(), i + 1, most);
            chosen.add(all.get(random.nextInt(from, to)));
        }
        return chosen;
    }

    /** Where a part of equal ones begins. */
    public static int quota(int total, int part, int parts) {
        return (int) ((long) total * part / parts);
    }
}
