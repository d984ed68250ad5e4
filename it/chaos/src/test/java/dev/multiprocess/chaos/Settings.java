package dev.multiprocess.chaos;

import java.util.stream.IntStream;

/**
 * How much is killed, and from which random numbers: {@code -Dchaos.kills}, {@code -Dchaos.seed},
 * {@code -Dchaos.round}.
 *
 * @param seed repeats the plan of a run: the same rounds and the same random choices; not the instants at which the
 *     operating system lets processes run
 * @param kills in all rounds together
 * @param only the one round that is to run, or 0 for all
 */
record Settings(long seed, int kills, int only) {

    private static final int KILLS = Boolean.getBoolean("nightly") ? 1_000 : 20;
    private static final int MOST_KILLS_IN_A_ROUND = 20;

    static Settings read() {
        return new Settings(
                Long.getLong("chaos.seed", System.nanoTime() & 0xFFFF_FFFFL),
                Integer.getInteger("chaos.kills", KILLS),
                Integer.getInteger("chaos.round", 0));
    }

    /** How many rounds the kills are shared out to; each kind of element has its turn. */
    int rounds() {
        int kinds = ElementKind.values().length;
        int turns = (kills + kinds * MOST_KILLS_IN_A_ROUND - 1) / (kinds * MOST_KILLS_IN_A_ROUND);
        return Math.max(1, turns) * kinds;
    }

    IntStream numbers() {
        return only > 0 ? IntStream.of(only) : IntStream.rangeClosed(1, rounds());
    }

    int killsIn(int round) {
        return (int) ((long) kills * round / rounds() - (long) kills * (round - 1) / rounds());
    }

    String replay(int round) {
        return "mvn -B verify -pl it/chaos -am -Dtest=ChaosTests -Dsurefire.failIfNoSpecifiedTests=false -Dchaos.kills="
                + kills + " -Dchaos.seed=" + seed + (round > 0 ? " -Dchaos.round=" + round : "");
    }
}
