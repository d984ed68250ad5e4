package dev.multiprocess.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word was meant. */
public final class Spelling {

    /** Two letters that have changed places are two changes. */
    private static final int MOST_CHANGES = 2;

    private static final int LEAST_BEGINNING = 4;

    private Spelling() {}

    /**
     * Finds the word that another one was probably meant to be: the one that needs the fewest changes of a letter, or
     * one that it is the beginning of.
     *
     * @param word as it was written
     * @param known what is allowed
     * @return empty if none is near
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(each -> changes(wanted, each.toLowerCase(Locale.ROOT)) <= MOST_CHANGES)
                .min(Comparator.comparingInt(each -> changes(wanted, each.toLowerCase(Locale.ROOT))))
                .or(() -> known.stream()
                        .filter(each -> wanted.length() >= LEAST_BEGINNING
                                && each.toLowerCase(Locale.ROOT).startsWith(wanted))
                        .findFirst());
    }

    /** The distance of Levenshtein: how many letters have to be put in, left out or replaced. */
    static int changes(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
