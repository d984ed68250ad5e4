package dev.multiprocess.internal.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, as in {@code -Xmx}: a whole number and k, m or g for powers of 1024, in any case, or nothing. */
public final class SizeForm implements TextForm<Long> {

    private static final Pattern GRAMMAR = Pattern.compile("(\\d+) ?([kmg]?)");
    private static final String UNITS = "kmg";

    private final String smallest;
    private final String largest;

    /**
     * Allows what is between two sizes, these included.
     *
     * @param smallest in this form
     * @param largest in this form
     */
    public SizeForm(String smallest, String largest) {
        this.smallest = smallest;
        this.largest = largest;
    }

    @Override
    public Long parse(String text) {
        long value = bytes(text);
        if (value < bytes(smallest) || value > bytes(largest)) {
            throw new IllegalArgumentException("must be between " + smallest + " and " + largest);
        }
        return value;
    }

    private static long bytes(String text) {
        Matcher matcher = GRAMMAR.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a number of bytes, or a number and k, m or g, as in 64m");
        }
        int thousands = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << 10 * thousands);
        } catch (NumberFormatException | ArithmeticException tooLarge) {
            return Long.MAX_VALUE; // no long holds it: above every bound
        }
    }

    /** Writes the largest unit that is exact. */
    @Override
    public String write(Long value) {
        long number = value;
        String unit = "";
        for (int i = 0; i < UNITS.length() && number % 1024 == 0 && number > 0; i++) {
            number /= 1024;
            unit = UNITS.substring(i, i + 1);
        }
        return number + unit;
    }
}
