package dev.multiprocess.kit;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What only a nightly build has time for. */
public final class Nightly {

    private Nightly() {}

    /** Whether this build is one. */
    public static boolean isNow() {
        return Boolean.getBoolean("nightly");
    }

    /**
     * Chooses from cases of a kind that each take long.
     *
     * @param oneOf an ordinary build has the first of each so many, a nightly one all
     */
    public static Stream<String> all(int oneOf, String... cases) {
        return IntStream.range(0, cases.length)
                .filter(i -> isNow() || i % oneOf == 0)
                .mapToObj(i -> cases[i]);
    }
}
