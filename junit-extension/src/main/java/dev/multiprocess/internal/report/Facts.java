package dev.multiprocess.internal.report;

import java.util.ArrayList;
import java.util.List;

/** The text of a failure: one sentence, then facts on aligned lines, then advice where there is any. */
public final class Facts {

    private static final int WIDTH = 13;

    private final List<String> lines = new ArrayList<>();

    public Facts(String sentence) {
        lines.add(sentence);
    }

    /** One fact, on one or more lines, for a text that is continued. */
    public static String line(String key, Object value) {
        String[] values = String.valueOf(value).stripTrailing().split("\n");
        StringBuilder lines = new StringBuilder(String.format("  %-" + WIDTH + "s: %s", key, values[0]));
        for (int i = 1; i < values.length; i++) {
            lines.append('\n').append(" ".repeat(WIDTH + 4)).append(values[i]);
        }
        return lines.toString();
    }

    public Facts add(String key, Object value) {
        lines.add(line(key, value));
        return this;
    }

    /** Adds nothing if there are no values; else a line for each. */
    public Facts add(String key, List<String> values) {
        return values.isEmpty() ? this : add(key, String.join("\n", values));
    }

    Facts advise(String sentence) {
        lines.add(sentence);
        return this;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
